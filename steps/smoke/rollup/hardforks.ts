import { FORKS, type ForkName } from "../../../spec/devnet.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { PATIENCE, pending } from "../common/patience.ts";

/** A fork that is not there from genesis. */
export interface LaterFork {
  name: ForkName;
  /** Seconds since the epoch. */
  time: number;
  /** The first L2 block with it. */
  block: number;
}

/** The forks are scheduled in the running node as configured, begin at their blocks, and their upgrades did not fail. */
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
        every: 200,
        signal,
      });
      await upgradesSucceeded(l2, fork);
      await leftItsTrace(inputs, fork);
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
      `the node has ${name} at ${running}, expected ${expected} as configured`,
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

/** Forks that replace predeploys by upgrade transactions in their first block. */
const WITH_UPGRADES: readonly ForkName[] = ["ecotone", "fjord", "isthmus", "jovian"];

/** Everything in a fork's first block came from L1 or from the node itself, so nothing in it may fail. */
async function upgradesSucceeded(l2: Chains["l2"], { name, block }: LaterFork): Promise<void> {
  const { transactions } = await l2.getBlock({ blockNumber: BigInt(block), includeTransactions: true });
  const fromNode = transactions.filter(({ typeHex }) => typeHex === "0x7e");
  // The first is in every block: it tells L2 of its L1 origin.
  check(
    fromNode.length > 1 || !WITH_UPGRADES.includes(name),
    `L2 block ${block}, the first with ${name}, has no upgrade transactions`,
  );
  const receipts = await Promise.all(fromNode.map(({ hash }) => l2.getTransactionReceipt({ hash })));
  const failed = receipts.filter(({ status }) => status !== "success");
  check(
    failed.length === 0,
    `${failed.length} of ${receipts.length} upgrade transactions of ${name} failed in L2 block ${block}`,
    failed[0]?.transactionHash,
  );
}

/** The header fields that show a fork. */
export interface Header {
  extraData: string;
  parentBeaconBlockRoot?: string;
  requestsHash?: string;
}

/** What a fork changes in every header from its first block on. */
const TRACES: Partial<Record<ForkName, (header: Header) => boolean>> = {
  ecotone: ({ parentBeaconBlockRoot }) => parentBeaconBlockRoot !== undefined,
  /** Version 0, then the base fee's denominator and elasticity. */
  holocene: ({ extraData }) => /^0x0[01]/.test(extraData) && extraData.length >= 2 + 9 * 2,
  isthmus: ({ requestsHash }) => requestsHash !== undefined,
  /** Version 1, and the least base fee behind the two. */
  jovian: ({ extraData }) => extraData.startsWith("0x01") && extraData.length === 2 + 17 * 2,
};

/** What is wrong with the headers before and at a fork, or undefined. */
export function traceProblem(name: ForkName, before: Header, first: Header): string | undefined {
  const trace = TRACES[name];
  if (!trace) return undefined;
  if (!trace(first)) return `${name} is not active: the header of its first block lacks its fields`;
  if (trace(before))
    return `${name} is active too early: the header of the block before already has its fields`;
  return undefined;
}

/** op-geth's own headers change at the fork's block: the schedule is in force, not only written down. */
async function leftItsTrace({ l2 }: SmokeInputs, { name, block }: LaterFork): Promise<void> {
  const header = (number: number) =>
    rpc<Header>(l2.rpcUrl, "eth_getBlockByNumber", [`0x${number.toString(16)}`, false]);
  const problem = traceProblem(name, await header(block - 1), await header(block));
  check(problem === undefined, problem ?? "", l2.rpcUrl);
}
