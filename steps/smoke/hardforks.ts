import { FORKS, type ForkName } from "../../config/spec.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import type { SmokeResult, Step } from "../step.ts";
import { type Chains, connect, now } from "./chains.ts";
import { check } from "./check.ts";
import type { SmokeInputs } from "./inputs.ts";
import { PATIENCE, pending } from "./patience.ts";

/** A fork that is not there from genesis. */
export interface LaterFork {
  name: ForkName;
  /** Seconds since the epoch. */
  time: number;
  /** The first L2 block with it. */
  block: number;
}

/** The forks are scheduled in the running node as configured, and their upgrade transactions did not fail. */
export const hardforks: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/hardforks",
  kind: "gate",
  deadline: 300,

  async run(inputs, { log, signal }) {
    const { l2 } = connect(inputs);
    await scheduledAsConfigured(inputs);
    const later = laterForks(inputs);
    const soon = later.filter(({ time }) => time - now() <= PATIENCE);
    for (const fork of soon) {
      log(`${fork.name} is active from L2 block ${fork.block}`);
      const reached = async () => (await l2.getBlockNumber()) >= BigInt(fork.block);
      const deadline = PATIENCE + 30;
      await until(`L2 block ${fork.block}, the first with ${fork.name}`, reached, {
        deadline,
        every: 500,
        signal,
      });
      await upgradesSucceeded(l2, fork);
    }
    const next = later[soon.length];
    if (next) return pending(`${next.name}`, next.time);
    const active = FORKS.filter((name) => inputs.forks[name] !== undefined);
    const upgrades = soon.map(({ name, block }) => `${name} at block ${block}`).join(", ");
    return { status: "passed", detail: `${active.length} forks active${upgrades && `; ${upgrades}`}` };
  },
};

async function scheduledAsConfigured({ forks, genesis, l2 }: SmokeInputs): Promise<void> {
  const config = await rpc<Record<string, unknown>>(l2.rollupRpcUrl, "optimism_rollupConfig");
  for (const name of FORKS) {
    const offset = forks[name];
    const expected = offset === undefined ? undefined : offset === 0 ? 0 : genesis.timestamp + offset;
    const running = config[`${name}_time`] ?? undefined;
    check(
      running === expected,
      `the node has ${name} at ${running}, configured is ${expected}`,
      l2.rollupRpcUrl,
    );
  }
}

/** Forks by offset, in the order of their activation. A fork is active in the first block of its time or later. */
export function laterForks({
  forks,
  genesis,
  l2,
}: Pick<SmokeInputs, "forks" | "genesis" | "l2">): LaterFork[] {
  return FORKS.flatMap((name) => {
    const offset = forks[name];
    if (!offset) return [];
    return [{ name, time: genesis.timestamp + offset, block: Math.ceil(offset / l2.blockTime) }];
  });
}

/** Everything in a fork's first block came from L1 or from the node itself, so nothing in it may fail. */
async function upgradesSucceeded(l2: Chains["l2"], { name, block }: LaterFork): Promise<void> {
  const { transactions } = await l2.getBlock({ blockNumber: BigInt(block), includeTransactions: true });
  const fromNode = transactions.filter(({ typeHex }) => typeHex === "0x7e");
  const receipts = await Promise.all(fromNode.map(({ hash }) => l2.getTransactionReceipt({ hash })));
  const failed = receipts.filter(({ status }) => status !== "success");
  check(
    failed.length === 0,
    `${failed.length} of ${receipts.length} upgrade transactions of ${name} failed in L2 block ${block}`,
    failed[0]?.transactionHash,
  );
}
