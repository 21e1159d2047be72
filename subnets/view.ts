import { type Address, isAddressEqual, zeroAddress } from "viem";
import { emissionManagerAbi } from "../chain/abi/EmissionManager.ts";
import { globalTrustAbi } from "../chain/abi/GlobalTrust.ts";
import { minerRegistryAbi } from "../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../chain/abi/StakePool.ts";
import { subnetAbi } from "../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../chain/clients.ts";
import type { SubnetAddresses } from "./addresses.ts";
import { bitsOf } from "./bits.ts";
import { PHASES, type Phase } from "./phases.ts";

/**
 * A subnet as it is at one block. Shares are from 0 to 1, amounts in wei of TORA. Who has a place that was another's in
 * the epoch that is aggregated has earned nothing in it.
 */
export interface SubnetView {
  id: number;
  name: string;
  retired: boolean;
  block: number;
  epoch: number;
  phase: Phase;
  /** Blocks of the phase after this one. */
  blocksLeft: number;
  /** The latest epoch that is aggregated: what the rest is of. */
  aggregated: number;
  miners: MinerView[];
  validators: ValidatorView[];
  emissions: { weight: number; owed: bigint; miners: bigint; validators: bigint; claimed: bigint };
}

export interface MinerView {
  uid: number;
  account: Address;
  /** Whose key signs its answers. */
  signer: Address;
  endpoint: string;
  /** First epoch in which it takes part. */
  since: number;
  /** Part of the miners' emission. */
  incentive: number;
  /** The weight that most of the stake agrees on. */
  consensus: number;
}

export interface ValidatorView {
  slot: number;
  account: Address;
  stake: bigint;
  /** Everywhere, whatever the subnet. */
  trust: number;
  /** Part of the validators' emission. */
  dividend: number;
  /** Part of its weights that is within the consensus. */
  validatorTrust: number;
  /** Its scores by uid, of 65,535. */
  scores: Record<number, number>;
  /** Its bonds by uid, of 65,535. */
  bonds: Record<number, number>;
}

/** Of validators, at most. */
const SLOTS = 64n;
const ONE = 2 ** 32;
const share = (fixed: bigint | undefined) => Number(fixed ?? 0n) / ONE;

/** Reads a subnet, in a few round trips at one block. @param client of a node that has the state of former blocks */
export async function viewOf(client: L2Client, at: SubnetAddresses, emissions: Address): Promise<SubnetView> {
  const blockNumber = await client.getBlockNumber();
  const fixed = { allowFailure: false, blockNumber } as const;
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const manager = { address: emissions, abi: emissionManagerAbi } as const;
  const [[epoch, phase, blocksLeft], aggregated, miners, parts, account] = await client.multicall({
    ...fixed,
    contracts: [
      { ...subnet, functionName: "phaseNow" },
      { ...consensus, functionName: "lastAggregated" },
      { address: at.minerRegistry, abi: minerRegistryAbi, functionName: "miners" },
      { ...subnet, functionName: "parts" },
      { ...manager, functionName: "accountOf", args: [at.id] },
    ],
  });
  const next = aggregated + 1n;
  const holders = miners.map(({ uid }) => {
    const args = [uid, aggregated] as const;
    return { address: at.minerRegistry, abi: minerRegistryAbi, functionName: "accountOf", args } as const;
  });
  const [incentives, dividends, [members], [former], pools, start, { phases }] = await client.multicall({
    ...fixed,
    contracts: [
      { ...consensus, functionName: "incentivesOf", args: [aggregated] },
      { ...consensus, functionName: "dividendsOf", args: [aggregated] },
      { ...pool, functionName: "roster", args: [epoch] },
      { ...pool, functionName: "voicesOf", args: [aggregated, SLOTS] },
      { ...manager, functionName: "poolsOf", args: [at.id, aggregated] },
      { ...subnet, functionName: "startOf", args: [next] },
      { ...subnet, functionName: "hyperparametersOf", args: [next] },
    ],
  });
  // Scores that are revealed take the place of those that the consensus was found in.
  const lastHeld = start + BigInt(phases.reveal) - 1n;
  const held = { allowFailure: false, blockNumber: lastHeld < blockNumber ? lastHeld : blockNumber } as const;
  const slots = bitsOf(members);
  const [accounts, stakes] = await client.readContract({
    ...pool,
    functionName: "voicesOf",
    args: [epoch, BigInt((slots.at(-1) ?? -1) + 1)],
    blockNumber,
  });
  const [globalTrust, scores, bonds, earners, [[medians], [, trusts]]] = await Promise.all([
    client.readContract({
      address: parts.trust,
      abi: globalTrustAbi,
      functionName: "trustOfAll",
      args: [accounts as Address[]],
      blockNumber,
    }),
    client.multicall({
      ...fixed,
      contracts: slots.map(
        (slot) => ({ ...subnet, functionName: "weightsOf", args: [BigInt(slot)] }) as const,
      ),
    }),
    client.multicall({
      ...held,
      contracts: miners.map(
        ({ uid }) => ({ ...consensus, functionName: "bondsOf", args: [BigInt(uid)] }) as const,
      ),
    }),
    client.multicall({ ...fixed, contracts: holders }),
    client.multicall({
      ...held,
      contracts: [
        { ...consensus, functionName: "ranks" },
        { ...consensus, functionName: "voices" },
      ],
    }),
  ]);
  const mined = miners.map(({ account: owner }, index) =>
    isAddressEqual(owner, earners[index] ?? zeroAddress),
  );
  const judged = (slot: number) => isAddressEqual(accounts[slot] ?? zeroAddress, former[slot] ?? zeroAddress);
  const byUid = (value: (uid: number, index: number) => bigint | undefined) =>
    Object.fromEntries(miners.map(({ uid }, index) => [uid, Number(value(uid, index) ?? 0n)]));
  return {
    id: Number(at.id),
    name: at.name,
    retired: at.retired,
    block: Number(blockNumber),
    epoch: Number(epoch),
    phase: PHASES[phase] ?? "query",
    blocksLeft,
    aggregated: Number(aggregated),
    miners: miners
      .map(({ uid, account: owner, signer, endpoint, since }, index) => ({
        uid,
        account: owner,
        signer,
        endpoint,
        since: Number(since),
        incentive: mined[index] ? share(incentives[uid]) : 0,
        consensus: mined[index] ? share(medians[uid]) : 0,
      }))
      .sort((a, b) => b.incentive - a.incentive || a.uid - b.uid),
    validators: slots.map((slot, index) => ({
      slot,
      account: accounts[slot] as Address,
      stake: stakes[slot] ?? 0n,
      trust: Number(globalTrust[slot] ?? 0n) / 10_000,
      dividend: judged(slot) ? share(dividends[slot]) : 0,
      validatorTrust: judged(slot) ? share(trusts[slot]) : 0,
      scores: byUid((uid) => scores[index]?.[uid]),
      bonds: byUid((_uid, column) => (mined[column] && judged(slot) ? bonds[column]?.[slot] : 0n)),
    })),
    emissions: {
      weight: Number(account.weight),
      owed: account.owed,
      miners: pools.miners,
      validators: pools.validators,
      claimed: pools.minersPaid + pools.validatorsPaid,
    },
  };
}
