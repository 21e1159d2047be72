import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Address, type Hex, parseEther, toHex } from "viem";
import { freePort } from "../../../lib/free-port.ts";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import { programPath } from "../../../toolchain/index.ts";

export interface DevL1 extends ChainEndpoint {
  stop(): Promise<void>;
}

const DURABLE = ["--db.engine", "leveldb", "--state.scheme", "hash"];
const CHAIN_ID = 714;

/** Contracts that a chain has from genesis. */
export type Codes = readonly { address: Address; code: Hex }[];

/**
 * Starts a real one-node L1 with a block every second for a test, with funds for the accounts and with contracts that
 * are there from the beginning.
 */
export async function startDevL1(
  funded: readonly Address[],
  gasLimit = 100_000_000,
  codes: Codes = [],
): Promise<DevL1> {
  const [port, enginePort] = await Promise.all([freePort(), freePort()]);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-l1-"));
  const genesis = path.join(dir, "genesis.json");
  fs.writeFileSync(genesis, JSON.stringify(genesisOf(funded, gasLimit, codes)));
  const datadir = path.join(dir, "data");
  execFileSync(programPath("op-geth"), ["init", ...DURABLE, "--datadir", datadir, genesis], {
    stdio: "pipe",
  });
  const flags = [
    ...[
      "--datadir",
      datadir,
      "--dev",
      "--dev.period",
      "1",
      "--networkid",
      String(CHAIN_ID),
      "--gcmode",
      "archive",
    ],
    ...[
      "--miner.gaslimit",
      String(gasLimit),
      "--miner.recommit",
      "50ms",
      ...DURABLE,
      "--nodiscover",
      "--maxpeers",
      "0",
      "--port",
      "0",
    ],
    ...[
      "--http",
      "--http.addr",
      "127.0.0.1",
      "--http.port",
      String(port),
      "--http.api",
      "eth,net,web3,debug",
    ],
    ...["--ipcdisable", "--authrpc.port", String(enginePort)],
  ];
  const process = spawn(programPath("op-geth"), flags, { stdio: "ignore" });
  const ended = once(process, "exit");
  const rpcUrl = `http://127.0.0.1:${port}`;
  await until("the test's L1", () => rpc(rpcUrl, "eth_blockNumber"), {
    deadline: 30,
    giveUp: () => (process.exitCode === null ? undefined : new Error(`geth ended with ${process.exitCode}`)),
  });
  return {
    rpcUrl,
    chainId: CHAIN_ID,
    async stop() {
      process.kill("SIGKILL");
      await ended;
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

function genesisOf(funded: readonly Address[], gasLimit: number, codes: Codes) {
  const blocks = ["homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg"];
  const forks = [...blocks, "istanbul", "berlin", "london"].map((fork) => [`${fork}Block`, 0]);
  const blob = { target: 3, max: 6, baseFeeUpdateFraction: 3338477 };
  return {
    config: {
      chainId: CHAIN_ID,
      ...Object.fromEntries(forks),
      terminalTotalDifficulty: 0,
      shanghaiTime: 0,
      cancunTime: 0,
      pragueTime: 0,
      blobSchedule: { cancun: blob, prague: { ...blob, target: 6, max: 9 } },
    },
    difficulty: "0x0",
    gasLimit: toHex(gasLimit),
    timestamp: toHex(Math.floor(Date.now() / 1000)),
    alloc: Object.fromEntries([
      ...funded.map((address) => [address, { balance: toHex(parseEther("1000")) }]),
      ...codes.map(({ address, code }) => [address, { balance: "0x0", code }]),
    ]),
  };
}
