import { encodeFunctionData } from "viem";
import { l2OutputOracleAbi } from "../../../chain/abi/L2OutputOracle.ts";
import { executeBySafe } from "../../../chain/safe.ts";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { ownersOf } from "./drills.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { agreed, type Output, outputAt, outputs } from "./output.ts";
import { PATIENCE } from "../common/patience.ts";

/** An output can be deleted only until it is final, so a short finalisation period may be missed. */
const ATTEMPTS = 4;

interface Deleted {
  index: bigint;
  output: Output;
}

/** The challenger deletes the newest output; the proposer proposes it again, and it is the same. */
export const drillChallenge: Step<SmokeInputs, SmokeResult> = {
  name: "drill/challenge",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { index, output } = await deleteNewest(chains, inputs, context);
    context.log(`deleted output ${index} of L2 block ${output.l2BlockNumber}`);
    const again = await until(
      `the proposer to propose output ${index} again`,
      async () => {
        if ((await outputs(chains.l1, inputs)) <= index) return undefined;
        const proposed = await outputAt(chains.l1, inputs, index);
        return proposed.timestamp > output.timestamp && proposed;
      },
      { deadline: PATIENCE * 2, every: 250, signal: context.signal },
    );
    const block = output.l2BlockNumber;
    check(
      again.l2BlockNumber === block,
      `output ${index} was proposed again for L2 block ${again.l2BlockNumber}, expected ${block}`,
    );
    check(
      again.outputRoot === output.outputRoot,
      `the new output of L2 block ${block} has another root: ${again.outputRoot}`,
    );
    await agreed(inputs, again, context.signal);
    return {
      status: "passed",
      detail: `output ${index} of L2 block ${block} deleted, then proposed again with the same root`,
    };
  },
};

async function deleteNewest(chains: Chains, inputs: SmokeInputs, context: StepContext): Promise<Deleted> {
  let failure: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const newest = await freshOutput(chains, inputs, context);
    try {
      await deleteFrom(inputs, newest.index);
      return newest;
    } catch (error) {
      failure = error;
      context.log(`could not delete output ${newest.index}: ${messageOf(error).split("\n")[0]}`);
    }
  }
  throw new TensoraError(`could not delete an output in ${ATTEMPTS} attempts`, {
    where: inputs.settlement.L2OutputOracle,
    cause: failure,
    next: ["check that `settlement.finalizationPeriod` gives the challenger at least two L1 blocks"],
  });
}

/** Waits for an output that was not there before: it has its whole finalisation period ahead. */
async function freshOutput({ l1 }: Chains, inputs: SmokeInputs, { signal }: StepContext): Promise<Deleted> {
  const before = await outputs(l1, inputs);
  const count = await until(
    "a new output",
    async () => {
      const count = await outputs(l1, inputs);
      return count > before && count;
    },
    { deadline: PATIENCE * 2, every: 100, signal },
  );
  return { index: count - 1n, output: await outputAt(l1, inputs, count - 1n) };
}

async function deleteFrom(inputs: SmokeInputs, index: bigint): Promise<void> {
  const data = encodeFunctionData({ abi: l2OutputOracleAbi, functionName: "deleteL2Outputs", args: [index] });
  const call = { safe: inputs.settlement.Safe, to: inputs.settlement.L2OutputOracle, data };
  await executeBySafe(inputs.l1, call, ownersOf(inputs), inputs.keys.user);
}
