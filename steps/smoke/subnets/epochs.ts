import { getAbiItem } from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import { minerRegistryAbi } from "../../../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { messageOf } from "../../../lib/errors.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, StepContext } from "../../common/step.ts";
import { now } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { PATIENCE, pending } from "../common/patience.ts";
import { accountOf, placeOf, type SubnetSmokeInputs } from "./inputs.ts";

/** Full epochs that must have been aggregated. */
const EPOCHS = 2n;
/** Seconds that an epoch may take beyond its blocks. */
const SLACK = 120;

/** A subnet whose miners and validators have been through full epochs. */
export interface Ran {
  spec: SubnetSpec;
  at: SubnetAddresses;
  /** The first epoch in which all of them took part. */
  first: bigint;
  /** The latest one that is aggregated. */
  last: bigint;
}

/**
 * Waits until every subnet has been through {@link EPOCHS} epochs with all its miners and validators.
 * @returns a pending result where that takes longer than a gate waits
 */
export async function ranEpochs(
  client: L2Client,
  inputs: SubnetSmokeInputs,
  context: StepContext,
): Promise<Ran[] | SmokeResult> {
  const subnets = inputs.subnets.filter(
    ({ miners, validators }) => miners.length > 0 && validators.length > 0,
  );
  check(subnets.length > 0, "no subnet in the stack has both miners and validators", "subnets");
  const ran: Ran[] = [];
  for (const spec of subnets) {
    const at = placeOf(inputs, spec.name);
    const first = await until(
      `all miners and validators of ${spec.name} to be registered`,
      () => firstFull(client, inputs, spec, at),
      { deadline: SLACK, every: 500, signal: context.signal },
    );
    const wanted = first + EPOCHS - 1n;
    const seconds = await secondsUntil(client, inputs, at, wanted);
    if (seconds > PATIENCE) return pending(`epoch ${wanted} of ${spec.name}`, now() + seconds);
    context.log(`${spec.name}: waiting for epoch ${wanted}`);
    const reads = { address: at.consensus, abi: subnetConsensusAbi, functionName: "lastAggregated" } as const;
    const aggregated = async () => {
      const last = await client.readContract(reads);
      return last >= wanted ? last : undefined;
    };
    const deadline = seconds + SLACK;
    const options = { deadline, every: 250, signal: context.signal };
    ran.push({ spec, at, first, last: await until(`epoch ${wanted} of ${spec.name}`, aggregated, options) });
  }
  return ran;
}

/** A bad judgement stands after this many epochs and seconds, both. */
const TRIES = 5;
const BUSY = 240;

/**
 * Judges a subnet by its latest epoch, and by later ones while the judgement is bad: a machine that was busy, with a build
 * of a few minutes perhaps, has lost some epochs, and not all of them.
 * @param judge throws what is wrong with the latest epoch
 * @throws the last judgement
 */
export async function judged(
  client: L2Client,
  ran: Ran,
  judge: (ran: Ran) => Promise<string>,
  { log, signal }: StepContext,
): Promise<string> {
  const reads = {
    address: ran.at.consensus,
    abi: subnetConsensusAbi,
    functionName: "lastAggregated",
  } as const;
  const stands = performance.now() + BUSY * 1000;
  for (let current = ran, tries = 1; ; tries++) {
    try {
      const verdict = await judge(current);
      return tries === 1 ? verdict : `${verdict} (attempt ${tries})`;
    } catch (error) {
      if (signal.aborted || (tries >= TRIES && performance.now() > stands)) throw error;
      log(`${messageOf(error)}; checking the next epoch`);
    }
    const next = current.last + 1n;
    const later = async () => {
      const last = await client.readContract(reads);
      return last >= next ? last : undefined;
    };
    const what = `epoch ${next} of ${ran.spec.name}`;
    current = { ...ran, last: await until(what, later, { deadline: PATIENCE + SLACK, every: 250, signal }) };
  }
}

/** The first epoch in which all of a subnet's miners and validators take part; undefined while one has no place. */
async function firstFull(
  client: L2Client,
  inputs: SubnetSmokeInputs,
  { miners, validators }: SubnetSpec,
  at: SubnetAddresses,
): Promise<bigint | undefined> {
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi, functionName: "miners" } as const;
  const registered = await client.readContract(registry);
  const seats = await client.getLogs({
    address: at.stakePool,
    event: getAbiItem({ abi: stakePoolAbi, name: "ValidatorSeated" }),
    fromBlock: 0n,
    strict: true,
  });
  const epochs = [
    ...miners.map(({ name }) => registered.find(({ account }) => account === accountOf(inputs, name))?.since),
    ...validators.map(
      ({ name }) => seats.findLast(({ args }) => args.validator === accountOf(inputs, name))?.args.fromEpoch,
    ),
  ];
  return epochs.reduce<bigint | undefined>(
    (most, epoch) => (epoch === undefined || most === undefined ? undefined : epoch > most ? epoch : most),
    0n,
  );
}

/** Seconds until an epoch should be aggregated. */
async function secondsUntil(
  client: L2Client,
  { l2 }: SubnetSmokeInputs,
  at: SubnetAddresses,
  epoch: bigint,
): Promise<number> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const current = await client.readContract({ ...subnet, functionName: "currentEpoch" });
  const [start, { phases }] = await client.multicall({
    allowFailure: false,
    contracts: [
      { ...subnet, functionName: "startOf", args: [current] },
      { ...subnet, functionName: "hyperparametersOf", args: [current] },
    ],
  });
  const end = start + BigInt(phases.length) * (epoch - current + 1n);
  return Math.max(0, Number(end - (await client.getBlockNumber())) * l2.blockTime);
}

/** Whether a gate has to come back later. */
export const isPending = (ran: Ran[] | SmokeResult): ran is SmokeResult => !Array.isArray(ran);
