import { brotliDecompressSync, inflateSync } from "node:zlib";
import { hexToBytes } from "viem";
import { BatchError } from "./errors.ts";
import { ByteReader } from "./reader.ts";
import { decodeRlp, readRlpItem, rlpString } from "./rlp.ts";
import { decodeSingular } from "./singular.ts";
import { decodeSpan } from "./span.ts";
import type { Batch, Compression, Frame, RollupFacts } from "./types.ts";

/** Bytes of a channel's content that derivation reads at most, from Fjord on. */
const MAX_CONTENT = 100_000_000;
/** The first byte of a channel that is compressed with brotli; the rest is the stream. */
const BROTLI = 1;
/** The low four bits of a zlib stream's first byte: deflate. */
const DEFLATE = 8;

export interface DecodedChannel {
  compression: Compression;
  /** Bytes on L1, without the frames' own. */
  compressedBytes: number;
  rawBytes: number;
  batches: Batch[];
}

/**
 * The frames of one channel in order, whatever order they arrived in; of two with one number the first counts.
 * @returns undefined while a frame is missing
 */
export function orderFrames(frames: readonly Frame[]): Frame[] | undefined {
  const byNumber = new Map<number, Frame>();
  for (const frame of frames) if (!byNumber.has(frame.number)) byNumber.set(frame.number, frame);
  const last = [...byNumber.values()].find((frame) => frame.last);
  if (!last) return undefined;
  const ordered = Array.from({ length: last.number + 1 }, (_, number) => byNumber.get(number));
  return ordered.includes(undefined) ? undefined : (ordered as Frame[]);
}

/**
 * The batches of a complete channel.
 * @param frames ordered and complete, as {@link orderFrames} gives them
 * @throws BatchError when a batch in it can't be read
 */
export function decodeChannel(frames: readonly Frame[], rollup: RollupFacts): DecodedChannel {
  const stream = Buffer.concat(frames.map((frame) => frame.data));
  const { compression, content } = decompress(stream);
  const reader = new ByteReader(content);
  const batches: Batch[] = [];
  while (!reader.done) {
    const item = readRlpItem(reader, "batch");
    batches.push(decodeBatch(hexToBytes(rlpString(decodeRlp(item, "batch"), "batch")), rollup));
  }
  return { compression, compressedBytes: stream.length, rawBytes: content.length, batches };
}

function decompress(stream: Buffer): { compression: Compression; content: Uint8Array } {
  const first = stream[0];
  if (first === undefined) throw new BatchError("the channel is empty");
  const limit = { maxOutputLength: MAX_CONTENT };
  try {
    if (first === BROTLI)
      return { compression: "brotli", content: brotliDecompressSync(stream.subarray(1), limit) };
    if ((first & 0x0f) === DEFLATE) return { compression: "zlib", content: inflateSync(stream, limit) };
  } catch (cause) {
    throw new BatchError("the channel can't be decompressed", { cause });
  }
  throw new BatchError(`no compression begins with the byte 0x${first.toString(16)}`);
}

function decodeBatch(bytes: Uint8Array, rollup: RollupFacts): Batch {
  switch (bytes[0]) {
    case 0:
      return { type: "singular", blocks: [decodeSingular(bytes.subarray(1))] };
    case 1:
      return { type: "span", blocks: decodeSpan(bytes.subarray(1), rollup) };
    default:
      throw new BatchError(bytes.length === 0 ? "an empty batch" : `batch type ${bytes[0]} is unknown`);
  }
}
