import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { freePort } from "../../lib/free-port.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { programPath } from "../../toolchain/index.ts";

/**
 * Calls `use` with the URL of a real geth that was just started from a genesis and has nothing but block 0.
 * Everything of it is gone afterwards.
 */
export async function withGeth<T>(genesis: unknown, use: (rpcUrl: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-genesis-"));
  try {
    const file = path.join(dir, "genesis.json");
    fs.writeFileSync(file, JSON.stringify(genesis));
    const storage = ["--datadir", path.join(dir, "data"), "--db.engine=leveldb", "--state.scheme=hash"];
    await execa(programPath("op-geth"), ["init", ...storage, file]);
    const geth = await started([...storage, "--gcmode=archive"]);
    try {
      return await use(geth.rpcUrl);
    } finally {
      await geth.stop();
    }
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Times that geth is started: somebody else may take a port that was free a moment ago. */
const STARTS = 3;

async function started(storage: string[], left = STARTS): Promise<{ rpcUrl: string; stop(): Promise<void> }> {
  const [http, engine] = [await freePort(), await freePort()];
  const network = ["--nodiscover", "--maxpeers=0", "--port=0", "--ipcdisable", `--authrpc.port=${engine}`];
  const args = [...storage, ...network, "--http", "--http.addr=127.0.0.1", `--http.port=${http}`];
  const geth = spawn(programPath("op-geth"), args, { stdio: "ignore" });
  const ended = once(geth, "exit");
  const stop = async () => {
    geth.kill("SIGKILL");
    await ended;
  };
  const rpcUrl = `http://127.0.0.1:${http}`;
  try {
    await until("geth", () => rpc(rpcUrl, "eth_chainId"), {
      deadline: 30,
      giveUp: () => (geth.exitCode === null ? undefined : new Error(`geth ended with ${geth.exitCode}`)),
    });
    return { rpcUrl, stop };
  } catch (error) {
    const refused = geth.exitCode !== null;
    await stop();
    if (refused && left > 1) return started(storage, left - 1);
    throw error;
  }
}
