import { type Address, type Hex, isAddressEqual } from "viem";
import type { L1Client } from "../clients.ts";
import { parseFrames } from "./frames.ts";
import type { Frame, RollupFacts } from "./types.ts";

/** A transaction to the batch inbox. */
export interface InboxTransaction {
  hash: Hex;
  from: Address;
  block: number;
  index: number;
  calldata: Hex;
}

/** L1 blocks asked for at the same time. */
const AT_ONCE = 16;

/** The transactions to the inbox in L1 blocks `from` to `to`, both included, in their order; whoever sent them. */
export async function inboxTransactions(
  client: L1Client,
  inbox: Address,
  from: number,
  to: number,
): Promise<InboxTransaction[]> {
  const found: InboxTransaction[] = [];
  for (let start = from; start <= to; start += AT_ONCE) {
    const length = Math.min(AT_ONCE, to - start + 1);
    const numbers = Array.from({ length }, (_, i) => start + i);
    found.push(...(await Promise.all(numbers.map((number) => inBlock(client, inbox, number)))).flat());
  }
  return found;
}

async function inBlock(client: L1Client, inbox: Address, number: number): Promise<InboxTransaction[]> {
  const { transactions } = await client.getBlock({ blockNumber: BigInt(number), includeTransactions: true });
  return transactions
    .filter(({ to }) => to !== null && isAddressEqual(to, inbox))
    .map(({ hash, from, transactionIndex, input }) => ({
      hash,
      from,
      block: number,
      index: transactionIndex,
      calldata: input,
    }));
}

/** The frames that derivation takes from these transactions: of the batcher only, and without calldata it can't read. */
export function framesOf(transactions: readonly InboxTransaction[], rollup: RollupFacts): Frame[] {
  return transactions
    .filter(({ from }) => isAddressEqual(from, rollup.batcher))
    .flatMap(({ calldata }) => readable(calldata));
}

function readable(calldata: Hex): Frame[] {
  try {
    return parseFrames(calldata);
  } catch {
    return [];
  }
}

/** Frames by the channel they belong to, channels in the order of their first frame. */
export function byChannel(frames: readonly Frame[]): Map<Hex, Frame[]> {
  const channels = new Map<Hex, Frame[]>();
  for (const frame of frames) channels.set(frame.channel, [...(channels.get(frame.channel) ?? []), frame]);
  return channels;
}
