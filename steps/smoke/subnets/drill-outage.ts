import { setTimeout as sleep } from "node:timers/promises";
import { getAbiItem } from "viem";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import { type L2Client, l2Client } from "../../../chain/clients.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { PHASES } from "../../../subnets/phases.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { check, seconds } from "../../common/check.ts";
import { isPending, ranEpochs } from "./epochs.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** Seconds until a phase comes, on stacks with short epochs. */
const PHASE = 120;
/** Seconds beyond the reveals that the sequencer stands. */
const LONGER = 3;

/**
 * The sequencer stands from the end of an epoch's commitments until after its reveals should have been over, and then makes
 * up for it. Nobody is slashed: see docs/subnets.md for why.
 */
export const drillOutage: Step<SubnetSmokeInputs, SmokeResult> = {
  name: "drill/outage",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const client = l2Client(inputs.l2);
    const ran = await ranEpochs(client, inputs, context);
    if (isPending(ran)) return ran;
    const [subnet] = ran;
    check(subnet !== undefined, "the stack runs no subnet", "subnets");
    const { at, spec } = subnet;
    const stakes = () =>
      client.readContract({ address: at.stakePool, abi: stakePoolAbi, functionName: "totalAssets" });
    const before = await stakes();
    const { epoch, stood } = await outage(client, inputs, at, context);
    const aggregated = async () =>
      (await client.readContract({
        address: at.consensus,
        abi: subnetConsensusAbi,
        functionName: "lastAggregated",
      })) > epoch;
    const options = { deadline: PHASE, every: 250, signal: context.signal };
    await until(`an epoch of ${spec.name} after ${epoch}`, aggregated, options);
    const events = (name: "ScoresCommitted" | "ScoresRevealed" | "ValidatorSlashed") =>
      client.getLogs({
        address: at.subnet,
        event: getAbiItem({ abi: subnetAbi, name }) as never,
        args: { epoch } as never,
        fromBlock: 0n,
      });
    const [commits, reveals, slashes] = await Promise.all([
      events("ScoresCommitted"),
      events("ScoresRevealed"),
      events("ValidatorSlashed"),
    ]);
    check(commits.length > 0, `no validator committed scores for epoch ${epoch} of ${spec.name}`, at.subnet);
    check(slashes.length === 0, `${slashes.length} validators were slashed because of the outage`, at.subnet);
    const after = await stakes();
    check(after >= before, `stakes fell from ${before} to ${after} wei`, at.stakePool);
    return {
      status: "passed",
      detail: `the sequencer was down for ${seconds(stood)} during the reveals of epoch ${epoch} of ${spec.name}: ${reveals.length} of ${commits.length} validators revealed, none was slashed, the next epoch was aggregated`,
    };
  },
};

/** Stops the sequencer when all have committed, for longer than they have to reveal. @returns the epoch that it fell into */
async function outage(
  client: L2Client,
  { l2, sequencer }: SubnetSmokeInputs,
  at: SubnetAddresses,
  { log, signal, stop, start }: StepContext,
): Promise<{ epoch: bigint; stood: number }> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const lastOfCommit = async () => {
    const [epoch, phase, left] = await client.readContract({ ...subnet, functionName: "phaseNow" });
    return PHASES[phase] === "commit" && left === 0 ? epoch : undefined;
  };
  const options = { deadline: PHASE, every: 50, signal };
  const epoch = await until("the last block of the commit phase", lastOfCommit, options);
  const { phases } = await client.readContract({
    ...subnet,
    functionName: "hyperparametersOf",
    args: [epoch],
  });
  const began = performance.now();
  try {
    await stop(sequencer);
    log(`sequencer stopped during the reveals of epoch ${epoch}`);
    await sleep(((phases.length - phases.reveal) * l2.blockTime + LONGER) * 1000, undefined, { signal });
  } finally {
    await start(sequencer);
  }
  return { epoch, stood: (performance.now() - began) / 1000 };
}
