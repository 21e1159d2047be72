import type { Hex } from "viem";
import { l2OutputOracleAbi } from "../../../chain/abi/L2OutputOracle.ts";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { syncStatus } from "../../../chain/sync-status.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { PATIENCE, pending } from "../common/patience.ts";

/** The proposer's output on L1 is the one that the replica computes from L1 alone. */
export const output: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/output",
  kind: "gate",
  deadline: 600,

  async run(inputs, { log, signal }) {
    const { l1 } = connect(inputs);
    const due = await firstOutputDue(l1, inputs);
    if (due - now() > PATIENCE) return pending("the first output", due);
    const count = await until("an output", async () => (await outputs(l1, inputs)) || undefined, {
      deadline: PATIENCE + inputs.l1.blockTime * 10,
      every: 250,
      signal,
    });
    const proposed = await outputAt(l1, inputs, count - 1n);
    log(`output ${count - 1n} covers L2 block ${proposed.l2BlockNumber}`);
    const aligned = Number(proposed.l2BlockNumber) % inputs.rules.submissionInterval === 0;
    check(
      aligned,
      `an output covers L2 block ${proposed.l2BlockNumber}, which is not a multiple of ${inputs.rules.submissionInterval}`,
    );
    await agreed(inputs, proposed, signal);
    const age = seconds(now() - Number(proposed.timestamp));
    return {
      status: "passed",
      detail: `output ${count - 1n} of L2 block ${proposed.l2BlockNumber}, proposed ${age} ago, equals the replica's`,
    };
  },
};

export interface Output {
  outputRoot: Hex;
  /** Seconds since the epoch, of the L1 block that it was proposed in. */
  timestamp: bigint;
  l2BlockNumber: bigint;
}

/** Compares an output with the replica's own of the same block, once the replica has derived that block. */
export async function agreed(inputs: SmokeInputs, proposed: Output, signal: AbortSignal): Promise<void> {
  const block = Number(proposed.l2BlockNumber);
  const { rollupRpcUrl } = inputs.replica;
  const derived = async () => (await syncStatus(rollupRpcUrl)).safe_l2.number >= block;
  const deadline = 60 + inputs.l1.blockTime * 10;
  await until(`the replica to derive L2 block ${block}`, derived, { deadline, every: 250, signal });
  const own = await rpc<{ outputRoot: Hex }>(rollupRpcUrl, "optimism_outputAtBlock", [
    `0x${block.toString(16)}`,
  ]);
  check(
    own.outputRoot === proposed.outputRoot,
    `the output of L2 block ${block} is ${proposed.outputRoot}, the replica computes ${own.outputRoot}`,
    inputs.settlement.L2OutputOracle,
    "do not finalise withdrawals: pause the portal and find out which of the two is wrong",
  );
}

/** How many outputs there are, or 0. */
export const outputs = (l1: Chains["l1"], { settlement }: SmokeInputs) =>
  l1.readContract({
    abi: l2OutputOracleAbi,
    address: settlement.L2OutputOracle,
    functionName: "nextOutputIndex",
  });

export const outputAt = (l1: Chains["l1"], { settlement }: SmokeInputs, index: bigint): Promise<Output> =>
  l1.readContract({
    abi: l2OutputOracleAbi,
    address: settlement.L2OutputOracle,
    functionName: "getL2Output",
    args: [index],
  });

/** Seconds since the epoch when the L2 block of the first output exists: now, or in the past, when there is one. */
async function firstOutputDue(l1: Chains["l1"], inputs: SmokeInputs): Promise<number> {
  if ((await outputs(l1, inputs)) > 0n) return now();
  return outputDue(inputs, inputs.rules.submissionInterval);
}

/** Seconds since the epoch when an output that covers an L2 block can be proposed: its batch comes first. */
export function outputDue({ genesis, rules, l2, batcher }: SmokeInputs, block: number): number {
  const covering = Math.ceil(block / rules.submissionInterval) * rules.submissionInterval;
  return genesis.timestamp + covering * l2.blockTime + batcher.interval;
}
