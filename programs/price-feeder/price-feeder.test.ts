import path from "node:path";
import { execa } from "execa";
import { type Address, parseEther } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { preinstalls } from "../../genesis/preinstalls.ts";
import { toraPaymasterAbi } from "../../chain/abi/ToraPaymaster.ts";
import { CANONICAL_MULTICALL3 } from "../../chain/chains.ts";
import { l1Client } from "../../chain/clients.ts";
import { until } from "../../lib/wait.ts";
import { protocolL2 } from "../../steps/deploy/protocol/protocol.ts";
import { protocolStart } from "../../steps/deploy/protocol/start.ts";
import { freePort } from "../../lib/free-port.ts";
import { type DevL1, startDevL1 } from "../../steps/deploy/testing/dev-l1.ts";
import { journalFile, testAddress, testContext, testKey } from "../../steps/deploy/testing/inputs.ts";
import { testParameters } from "../../steps/deploy/testing/parameters.ts";
import { ensureProtocol } from "../../toolchain/index.ts";

/** Wei of BNB for one TORA: 20,000 TORA a BNB, and five percent more BNB for each. */
const FIRST = 50_000_000_000_000n;
const MOVED = (FIRST * 105n) / 100n;

let l1: DevL1;
let l2: DevL1;
let addresses: Readonly<Record<string, Address>>;

beforeAll(async () => {
  const { MultiCall3, DeterministicDeploymentProxy } = preinstalls(714);
  const funded = ["price deployer", "feeder", "operator"].map(testAddress);
  [l1, l2] = await Promise.all([
    startDevL1(funded, 60_000_000, [MultiCall3]),
    startDevL1(funded, 60_000_000, [MultiCall3, DeterministicDeploymentProxy]),
    ensureProtocol(),
  ]);
  const feeder = testAddress("feeder");
  const account = (name: string) => testAddress(name);
  const inputs = {
    l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
    l2: { rpcUrl: l2.rpcUrl, chainId: l2.chainId },
    multicall3: CANONICAL_MULTICALL3,
    rules: { ...testParameters, price: { kind: "posted", feeder, first: `${FIRST}`, maxAge: 3600 } as const },
    accounts: {
      deployer: account("price deployer"),
      safe: account("safe"),
      guardian: account("guardian"),
      operator: account("operator"),
      treasury: account("treasury"),
      holder: account("holder"),
    },
  };
  const start = await protocolStart.run(inputs, testContext(journalFile("start")));
  const keys = { deployer: testKey("price deployer") };
  ({ addresses } = await protocolL2.run({ ...inputs, start, keys }, testContext(journalFile("l2"))));
});
afterAll(() => Promise.all([l1?.stop(), l2?.stop()]));

it("posts a price that moved, has the paymaster take it over, and fills its deposit up", async () => {
  const port = await freePort();
  const { ToraPaymaster: address, PostedAggregator } = addresses as Record<string, Address>;
  if (!address) throw new Error("there is no paymaster");
  const args = [
    `--rpc-url=${l2.rpcUrl}`,
    `--chain-id=${l2.chainId}`,
    `--paymaster=${address}`,
    `--aggregator=${PostedAggregator}`,
    `--answer=${MOVED}`,
    "--max-age=3600",
    "--threshold=100",
    "--interval=1",
    `--deposit=${parseEther("12")}`,
    `--min-deposit=${parseEther("11")}`,
    "--listen=127.0.0.1",
    `--port=${port}`,
  ];
  const main = path.join(import.meta.dirname, "main.ts");
  const feeder = execa(process.execPath, ["--import", "tsx", main, ...args], {
    env: { FEEDER_PRIVATE_KEY: testKey("feeder"), OPERATOR_PRIVATE_KEY: testKey("operator") },
    all: true,
    reject: false,
  });
  const paymaster = { address, abi: toraPaymasterAbi } as const;
  const client = l1Client(l2);
  const price = 10n ** 36n / MOVED;
  const taken = async () => {
    const { value } = await client.readContract({ ...paymaster, functionName: "lastPrice" });
    return value === price || value === price + 1n;
  };
  const filled = async () =>
    (await client.readContract({ ...paymaster, functionName: "depositBalance" })) === parseEther("12");
  const wait = { deadline: 60, every: 200 };
  try {
    await until("the paymaster to take the price over", taken, wait);
    await until("the deposit to be filled up", filled, wait);
    const healthy = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status === 200;
    await until("the service to be well", healthy, wait);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toMatch(/^tensora_paymaster_deposit_bnb 12$/m);
    expect(metrics).toMatch(/^tensora_paymaster_price 19047\.6\d*$/m);
  } finally {
    feeder.kill("SIGTERM");
  }
  const { exitCode, all } = await feeder;
  expect(exitCode, all).toBe(0);
  expect(all).not.toContain(testKey("feeder").slice(2));
});
