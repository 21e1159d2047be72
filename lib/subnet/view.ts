import type { Address } from "viem";
import { emissionManagerAbi } from "../abi/EmissionManager.ts";
import { globalTrustAbi } from "../abi/GlobalTrust.ts";
import { minerRegistryAbi } from "../abi/MinerRegistry.ts";
import { stakePoolAbi } from "../abi/StakePool.ts";
import { subnetAbi } from "../abi/Subnet.ts";
import { subnetConsensusAbi } from "../abi/SubnetConsensus.ts";
import type { L2Client } from "../chain/clients.ts";
import type { SubnetAddresses } from "./addresses.ts";
import { bitsOf } from "./bits.ts";
import { PHASES, type Phase } from "./phases.ts";

/** A subnet as it is at one block. Shares are from 0 to 1, amounts in wei of TORA. */
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
  endpoint: string;
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

const ONE = 2 ** 32;
const share = (fixed: bigint | undefined) => Number(fixed ?? 0n) / ONE;

/** Reads a subnet, in a few round trips at one block. */
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
  const [incentives, dividends, [medians], [, trusts], [members], pools] = await client.multicall({
    ...fixed,
    contracts: [
      { ...consensus, functionName: "incentivesOf", args: [aggregated] },
      { ...consensus, functionName: "dividendsOf", args: [aggregated] },
      { ...consensus, functionName: "ranks" },
      { ...consensus, functionName: "voices" },
      { ...pool, functionName: "roster", args: [epoch] },
      { ...manager, functionName: "poolsOf", args: [at.id, aggregated] },
    ],
  });
  const slots = bitsOf(members);
  const [accounts, stakes] = await client.readContract({
    ...pool,
    functionName: "voicesOf",
    args: [epoch, BigInt((slots.at(-1) ?? -1) + 1)],
    blockNumber,
  });
  const [globalTrust, scores, bonds] = await Promise.all([
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
      ...fixed,
      contracts: miners.map(
        ({ uid }) => ({ ...consensus, functionName: "bondsOf", args: [BigInt(uid)] }) as const,
      ),
    }),
  ]);
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
      .map(({ uid, account: owner, endpoint }) => ({
        uid,
        account: owner,
        endpoint,
        incentive: share(incentives[uid]),
        consensus: share(medians[uid]),
      }))
      .sort((a, b) => b.incentive - a.incentive || a.uid - b.uid),
    validators: slots.map((slot, index) => ({
      slot,
      account: accounts[slot] as Address,
      stake: stakes[slot] ?? 0n,
      trust: Number(globalTrust[slot] ?? 0n) / 10_000,
      dividend: share(dividends[slot]),
      validatorTrust: share(trusts[slot]),
      scores: byUid((uid) => scores[index]?.[uid]),
      bonds: byUid((_uid, column) => bonds[column]?.[slot]),
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
