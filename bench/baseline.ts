import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { l1ServiceSpec } from "../components/l1.ts";
import type { DevnetSpec } from "../config/index.ts";
import { l1Genesis } from "../genesis/index.ts";
import { rpc } from "../lib/rpc.ts";
import { until } from "../lib/wait.ts";
import type { Placement } from "../spec/service.ts";
import { programPath } from "../toolchain/index.ts";
import type { BenchRun } from "./line.ts";
import type { Load } from "./load.ts";
import { sustainedTransfers } from "./transfers.ts";

/**
 * Transfers a second of op-geth by itself: a dev chain with L2's chain id, block time and gas limit, with the flags of
 * the stack's own L1, in a folder and on ports of its own.
 */
export async function measureBaseline(spec: DevnetSpec, load: Load, run: BenchRun): Promise<number> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-bench-"));
  const { chainId, blockTime, gasLimit } = spec.l2;
  const alone = { ...spec, l1: { ...spec.l1, chainId, blockTime, gasLimit } };
  const genesis = { l1: { ...alone.l1, prefunded: load.senders } };
  const service = l1ServiceSpec(alone, placeIn(folder));
  const program = programPath(service.program);
  const node = new AbortController();
  try {
    const file = path.join(folder, "l1-genesis.json");
    await fs.writeFile(file, JSON.stringify(l1Genesis(genesis, Math.floor(Date.now() / 1000)).genesis));
    await execa(program, service.init?.args ?? []);
    const running = execa(program, service.args, {
      cancelSignal: node.signal,
      reject: false,
      stdio: "ignore",
    });
    const url = `http://127.0.0.1:${service.ports.http}`;
    const { deadline } = service.health;
    await until("op-geth", () => rpc<string>(url, "eth_chainId"), { deadline, signal: run.signal });
    const rate = await sustainedTransfers(url, load, 0, run);
    node.abort();
    await running;
    return rate;
  } finally {
    node.abort();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

const placeIn = (folder: string): Placement => ({
  listen: "127.0.0.1",
  file: (name) => path.join(folder, name),
  data: () => path.join(folder, "data"),
  url: (service, port) => {
    throw new Error(`a single chain has no service ${service} with a port ${port}`);
  },
});
