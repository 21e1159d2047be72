import { type Address, parseAbiItem, zeroAddress } from "viem";
import { globalTrustAbi } from "../chain/abi/GlobalTrust.ts";
import { minerRegistryAbi } from "../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../chain/abi/StakePool.ts";
import { subnetAbi } from "../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../chain/clients.ts";
import { type EpochInput, type EpochOutput, type Matrix, epoch as yuma } from "./yuma/epoch.ts";
import { normalize, sum } from "./yuma/fixed.ts";
import type { SubnetAddresses } from "./addresses.ts";
import { bitsOf } from "./bits.ts";

/** The blocks in which an epoch's aggregation began and ended. */
export interface AggregationBlocks {
  begun: bigint;
  /** Among all logs of the block in which it began: what came before counts, what came after does not. */
  place: number;
  done: bigint;
}

const BEGUN = parseAbiItem("event AggregationBegun(uint64 indexed epoch)");
const DONE = parseAbiItem("event EpochAggregated(uint64 indexed epoch, bool incentives, bool dividends)");

/** @returns undefined for an epoch that was not aggregated */
export async function aggregationOf(
  client: L2Client,
  { subnet: address }: Pick<SubnetAddresses, "subnet">,
  epoch: bigint,
  fromBlock: bigint,
): Promise<AggregationBlocks | undefined> {
  const find = async (event: typeof BEGUN | typeof DONE) =>
    (await client.getLogs({ address, event, args: { epoch }, fromBlock })).at(-1);
  const [begun, done] = await Promise.all([find(BEGUN), find(DONE)]);
  return begun && done && { begun: begun.blockNumber, place: begun.logIndex, done: done.blockNumber };
}

/** What an epoch was computed from, read as it was just before its aggregation began. */
export async function inputOf(
  client: L2Client,
  at: SubnetAddresses,
  epoch: bigint,
  blocks: AggregationBlocks,
): Promise<EpochInput> {
  const blockNumber = blocks.begun - 1n;
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const fixed = { allowFailure: false, blockNumber } as const;
  const [[validators, newRows], [miners, newColumns], rules, parts] = await client.multicall({
    ...fixed,
    contracts: [
      { ...pool, functionName: "roster", args: [epoch] },
      { ...registry, functionName: "roster", args: [epoch] },
      { ...subnet, functionName: "hyperparametersOf", args: [epoch] },
      { ...subnet, functionName: "parts" },
    ],
  });
  const rows = bitsOf(validators).length === 0 ? 0 : Math.max(...bitsOf(validators)) + 1;
  const columns = bitsOf(miners).length === 0 ? 0 : Math.max(...bitsOf(miners)) + 1;
  const slots = Array.from({ length: rows }, (_, slot) => BigInt(slot));
  const uids = Array.from({ length: columns }, (_, uid) => BigInt(uid));
  const [accounts, stakes] = await client.readContract({
    ...pool,
    functionName: "voicesOf",
    args: [epoch, BigInt(rows)],
    blockNumber,
  });
  const trust = await trustThen(client, parts.trust, accounts, blocks);
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const [ballots, weights, bonds] = await Promise.all([
    client.multicall({
      ...fixed,
      contracts: slots.map((slot) => ({ ...subnet, functionName: "ballotOf", args: [slot] }) as const),
    }),
    client.multicall({
      ...fixed,
      contracts: slots.map((slot) => ({ ...subnet, functionName: "weightsOf", args: [slot] }) as const),
    }),
    client.multicall({
      ...fixed,
      contracts: uids.map((uid) => ({ ...consensus, functionName: "bondsOf", args: [uid] }) as const),
    }),
  ]);
  const isNew = (members: bigint, place: number) => (members & (1n << BigInt(place))) !== 0n;
  const revealed = ballots.map(([, , revealedIn, , open]) => revealedIn === epoch && open === 0);
  // S of the source: who did not reveal keeps its voice for some epochs, unless it is new.
  const active = ballots.map(([, , revealedIn], slot) => {
    if (revealed[slot]) return true;
    const cutoff = BigInt(rules.activityCutoff);
    return revealedIn !== 0n && revealedIn + cutoff >= epoch && cutoff !== 0n && !isNew(newRows, slot);
  });
  const stake = stakes.map((amount, slot) => (amount >= rules.minStake ? amount * (trust[slot] ?? 0n) : 0n));
  // Scores of who has no voice are masked, as subtensor masks those of who has no permit.
  const voices = normalize(stake.map((amount) => amount << 32n));
  const counted = revealed.map((is, slot) => is && voices[slot] !== 0n);
  return {
    stake,
    active,
    weights: weights.map((row, slot) => uids.map((uid) => (counted[slot] ? (row[Number(uid)] ?? 0n) : 0n))),
    bonds: keptBonds(bonds, rows, validators & ~newRows, miners & ~newColumns),
    kappa: BigInt(rules.kappa),
    bondsMovingAverage: BigInt(rules.bondsMovingAverage),
    bondsPenalty: BigInt(rules.bondsPenalty),
  };
}

/**
 * The bonds of the epoch before that count: those of who left lapse, and those of who is new are another's.
 * @param bonds by uid, then by slot; what is returned is by slot, then by uid
 * @param validators bits of the slots whose bonds count, @param miners those of the uids
 */
export function keptBonds(bonds: Matrix, rows: number, validators: bigint, miners: bigint): bigint[][] {
  const counts = (bits: bigint, place: number) => ((bits >> BigInt(place)) & 1n) === 1n;
  return Array.from({ length: rows }, (_, slot) =>
    bonds.map((row, uid) => (counts(validators, slot) && counts(miners, uid) ? (row[slot] ?? 0n) : 0n)),
  );
}

/**
 * Trust in validators, of 10,000, as the aggregation found it: what had come back by that block's time, less what other
 * subnets took in the same block before it.
 */
async function trustThen(
  client: L2Client,
  address: Address,
  validators: readonly Address[],
  { begun, place }: AggregationBlocks,
): Promise<readonly bigint[]> {
  const { timestamp: time } = await client.getBlock({ blockNumber: begun });
  const registry = { address, abi: globalTrustAbi } as const;
  const [trusts, lowered] = await Promise.all([
    client.readContract({
      ...registry,
      functionName: "trustOfAll",
      args: [validators],
      blockNumber: begun - 1n,
      blockOverrides: { time },
    }),
    client.getContractEvents({ ...registry, eventName: "TrustLowered", fromBlock: begun, toBlock: begun }),
  ]);
  const before = lowered.filter(({ logIndex }) => logIndex < place);
  const latest = (validator: Address) => before.findLast(({ args }) => args.validator === validator);
  return trusts.map((trust, slot) => latest(validators[slot] ?? zeroAddress)?.args.trust ?? trust);
}

/** What the chain has come to, in the same shape. Of the latest epoch only, but for incentives and dividends. */
export async function outputOf(
  client: L2Client,
  at: SubnetAddresses,
  epoch: bigint,
  { done: blockNumber }: AggregationBlocks,
): Promise<EpochOutput> {
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const fixed = { allowFailure: false, blockNumber } as const;
  const [incentive, dividends, [medians, ranks], [stake, trust]] = await client.multicall({
    ...fixed,
    contracts: [
      { ...consensus, functionName: "incentivesOf", args: [epoch] },
      { ...consensus, functionName: "dividendsOf", args: [epoch] },
      { ...consensus, functionName: "ranks" },
      { ...consensus, functionName: "voices" },
    ],
  });
  const bonds = await client.multicall({
    ...fixed,
    contracts: incentive.map(
      (_, uid) => ({ ...consensus, functionName: "bondsOf", args: [BigInt(uid)] }) as const,
    ),
  });
  return {
    stake: [...stake],
    consensus: [...medians],
    ranks: [...ranks],
    trust: [...trust],
    incentive: [...incentive],
    dividends: [...dividends],
    bonds: dividends.map((_, slot) => bonds.map((column) => column[slot] ?? 0n)),
  };
}

/**
 * Without any consensus validators are paid by the stake that has a voice, as subtensor does it. Where none has one,
 * subtensor pays by all stake; the contract pays nobody, and the next epoch gets the emission.
 */
function paidBy(output: EpochOutput): EpochOutput {
  return sum(output.dividends) > 0n ? output : { ...output, dividends: output.stake };
}

/**
 * Computes an epoch again from what it was computed from, by the TypeScript Yuma.
 * @returns what differs, bit for bit; empty when nothing does
 */
export async function differences(
  client: L2Client,
  at: SubnetAddresses,
  epoch: bigint,
  blocks: AggregationBlocks,
): Promise<string[]> {
  const [input, chain] = await Promise.all([
    inputOf(client, at, epoch, blocks),
    outputOf(client, at, epoch, blocks),
  ]);
  const own = paidBy(yuma(input));
  const found: string[] = [];
  const compare = (what: string, a: bigint | undefined, b: bigint | undefined) => {
    if (a !== b) found.push(`${what} is ${a} on chain, ${b} by Yuma`);
  };
  for (const part of ["stake", "consensus", "ranks", "trust", "incentive", "dividends"] as const) {
    if (chain[part].length !== own[part].length)
      found.push(`${part} has ${chain[part].length} on chain, ${own[part].length} by Yuma`);
    for (const [index, value] of own[part].entries()) compare(`${part} ${index}`, chain[part][index], value);
  }
  for (const [slot, row] of own.bonds.entries())
    for (const [uid, bond] of row.entries())
      compare(`bond of ${slot} on ${uid}`, chain.bonds[slot]?.[uid], bond);
  return found;
}
