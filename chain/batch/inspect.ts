import { type Hex, isAddressEqual, size } from "viem";
import type { L1Client } from "../clients.ts";
import { decodeChannel, orderFrames } from "./channel.ts";
import { BatchError } from "./errors.ts";
import { FRAMES_VERSION, parseFrames } from "./frames.ts";
import { byChannel, framesOf, inboxTransactions } from "./scan.ts";
import type { BatchType, Compression, Frame, RollupFacts } from "./types.ts";

/** What `inspect batch` shows of one batch transaction. */
export interface BatchReport {
  transaction: Hex;
  l1Block: number;
  version: number;
  /** Bytes of calldata. */
  size: number;
  frames: FrameReport[];
  /** The channels that the frames belong to, most often one. */
  channels: ChannelReport[];
}

export interface FrameReport {
  channel: Hex;
  number: number;
  /** Bytes of data. */
  size: number;
  last: boolean;
}

export interface ChannelReport {
  id: Hex;
  /** Number of frames, in this and in neighbouring transactions. */
  frames: number;
  compression: Compression;
  compressedBytes: number;
  rawBytes: number;
  /** Raw bytes for each compressed one. */
  ratio: number;
  batchTypes: BatchType[];
  blocks: BlockReport[];
}

export interface BlockReport {
  number: number;
  /** Seconds since the epoch. */
  timestamp: number;
  l1Origin: number;
  /** Hashes. Deposits are not among them: they come from L1 directly. */
  transactions: Hex[];
}

/** Where to look for frames of the same channel in other transactions. */
export interface ChannelSearch {
  /** L1 blocks before and after the transaction: the rollup's channel timeout. */
  reach: number;
}

/** The channel timeout from Granite on. */
const GRANITE_CHANNEL_TIMEOUT = 50;

/**
 * Decodes a batch transaction; a channel that has frames in other transactions is completed from those.
 * @throws BatchError when it is no batch transaction of this rollup, or when its channel is not complete on L1
 */
export async function inspectBatch(
  client: L1Client,
  hash: Hex,
  rollup: RollupFacts,
  search: ChannelSearch = { reach: GRANITE_CHANNEL_TIMEOUT },
): Promise<BatchReport> {
  const { from, to, input, blockNumber } = await client.getTransaction({ hash });
  if (to === null || !isAddressEqual(to, rollup.inbox))
    throw notABatch(hash, `it does not go to the inbox ${rollup.inbox}`);
  if (!isAddressEqual(from, rollup.batcher)) throw notABatch(hash, `its sender ${from} is not the batcher`);
  if (blockNumber === null) throw notABatch(hash, "it is not in a block yet");
  const frames = parseFrames(input);
  const channels: ChannelReport[] = [];
  for (const [id, own] of byChannel(frames)) {
    const complete = orderFrames(own) ?? (await completed(client, id, Number(blockNumber), rollup, search));
    channels.push(describeChannel(id, complete, rollup));
  }
  return {
    transaction: hash,
    l1Block: Number(blockNumber),
    version: FRAMES_VERSION,
    size: size(input),
    frames: frames.map(({ channel, number, data, last }) => ({ channel, number, size: data.length, last })),
    channels,
  };
}

/** @param frames ordered and complete */
export function describeChannel(id: Hex, frames: readonly Frame[], rollup: RollupFacts): ChannelReport {
  const { compression, compressedBytes, rawBytes, batches } = decodeChannel(frames, rollup);
  return {
    id,
    frames: frames.length,
    compression,
    compressedBytes,
    rawBytes,
    ratio: rawBytes / compressedBytes,
    batchTypes: batches.map((batch) => batch.type),
    blocks: batches.flatMap((batch) =>
      batch.blocks.map(({ timestamp, l1Origin, transactions }) => ({
        number: (timestamp - rollup.genesisTime) / rollup.blockTime,
        timestamp,
        l1Origin,
        transactions: transactions.map((transaction) => transaction.hash),
      })),
    ),
  };
}

const notABatch = (hash: Hex, reason: string) => new BatchError(`${hash} is no batch transaction: ${reason}`);

/** Looks around a block for the other frames of a channel, ever farther. */
async function completed(
  client: L1Client,
  id: Hex,
  around: number,
  rollup: RollupFacts,
  { reach }: ChannelSearch,
): Promise<Frame[]> {
  const head = Number(await client.getBlockNumber());
  let known = { from: around, to: around - 1 };
  let frames: Frame[] = [];
  for (let distance = Math.min(8, reach); ; distance = Math.min(distance * 2, reach)) {
    const from = Math.max(0, around - distance);
    const to = Math.min(head, around + distance);
    const before = await inboxTransactions(client, rollup.inbox, from, known.from - 1);
    const after = await inboxTransactions(client, rollup.inbox, known.to + 1, to);
    frames = [...framesOf(before, rollup), ...frames, ...framesOf(after, rollup)].filter(
      ({ channel }) => channel === id,
    );
    known = { from, to };
    const complete = orderFrames(frames);
    if (complete) return complete;
    if (distance >= reach) {
      throw new BatchError(
        `channel ${id} is not complete: ${frames.length} frames in L1 blocks ${from} to ${to}`,
        {
          next: ["try again when the batcher has sent the rest"],
        },
      );
    }
  }
}
