import type { Address, Hex } from "viem";
import { minerRegistryAbi } from "../../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../../chain/clients.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import { bitsOf } from "../../subnets/bits.ts";
import { PHASES, type Phase } from "../../subnets/phases.ts";
import type { ValidatorState } from "./plan.ts";
import type { Candidate } from "./scoring.ts";

const NONE: Hex = `0x${"00".repeat(32)}`;

/** What the chain says to a validator, in two round trips at one block. */
export async function stateOf(
  client: L2Client,
  at: SubnetAddresses,
  validator: Address,
): Promise<ValidatorState> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const blockNumber = await client.getBlockNumber();
  const fixed = { allowFailure: false, blockNumber } as const;
  const [[epoch, phase, blocksLeft], lastAggregated] = await client.multicall({
    ...fixed,
    contracts: [
      { ...subnet, functionName: "phaseNow" },
      { ...consensus, functionName: "lastAggregated" },
    ],
  });
  const [[found, slot], [members], start, { phases }, former] = await client.multicall({
    ...fixed,
    contracts: [
      { ...pool, functionName: "slotOf", args: [validator, epoch] },
      { ...pool, functionName: "roster", args: [epoch] },
      { ...subnet, functionName: "startOf", args: [epoch] },
      { ...subnet, functionName: "hyperparametersOf", args: [epoch] },
      { ...subnet, functionName: "hyperparametersOf", args: [epoch > 1n ? epoch - 1n : 1n] },
    ],
  });
  const offset = Number(blockNumber - start);
  const name = PHASES[phase] as Phase;
  // In an epoch's first phases the one before can be aggregated, since that one's own phase for it.
  const openFor =
    name === "aggregate"
      ? offset - phases.aggregate
      : offset + former.phases.length - former.phases.aggregate;
  const ballot = found
    ? await client.readContract({ ...subnet, functionName: "ballotOf", args: [BigInt(slot)], blockNumber })
    : undefined;
  const [commitment = NONE, committedIn, revealedIn] = ballot ?? [];
  return {
    epoch,
    phase: name,
    blocksLeft,
    openFor,
    ...(found ? { slot } : {}),
    validators: bitsOf(members).length,
    ...(committedIn === epoch && commitment !== NONE ? { committed: commitment } : {}),
    revealed: revealedIn === epoch,
    lastAggregated,
  };
}

/** The miners that take part in an epoch. */
export async function candidatesOf(
  client: L2Client,
  at: SubnetAddresses,
  epoch: bigint,
): Promise<Candidate[]> {
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const [[members], miners] = await client.multicall({
    allowFailure: false,
    contracts: [
      { ...registry, functionName: "roster", args: [epoch] },
      { ...registry, functionName: "miners" },
    ],
  });
  const taking = new Set(bitsOf(members));
  return miners.filter(({ uid, since }) => taking.has(uid) && since <= epoch);
}

/**
 * What another validator revealed in the epoch before, for those who copy: of the slot whose number is lowest.
 * @returns weights by uid; undefined when nobody has revealed
 */
export async function formerWeights(
  client: L2Client,
  at: SubnetAddresses,
  epoch: bigint,
  own: number,
): Promise<Map<number, number> | undefined> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const pool = { address: at.stakePool, abi: stakePoolAbi, functionName: "roster", args: [epoch] } as const;
  const [members] = await client.readContract(pool);
  for (const slot of bitsOf(members).filter((other) => other !== own)) {
    const args = [BigInt(slot)] as const;
    const [, , revealedIn] = await client.readContract({ ...subnet, functionName: "ballotOf", args });
    if (revealedIn !== epoch - 1n) continue;
    const weights = await client.readContract({ ...subnet, functionName: "weightsOf", args });
    return new Map(weights.flatMap((weight, uid) => (weight > 0n ? [[uid, Number(weight)] as const] : [])));
  }
  return undefined;
}
