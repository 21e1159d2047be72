import { type Hex, hexToBytes, toHex } from "viem";
import { BatchError } from "./errors.ts";
import { ByteReader } from "./reader.ts";
import type { Frame } from "./types.ts";

/** The one version of batch transactions whose data is frames. */
export const FRAMES_VERSION = 0;
/** Bytes of a frame's data that derivation accepts at most. */
const MAX_FRAME = 1_000_000;
const CHANNEL_ID = 16;

/**
 * The frames in a batch transaction's calldata: a version byte, then for each frame the channel's id (16 bytes), the
 * frame's number (2), the length of its data (4), the data, and 1 for the last frame of the channel.
 * @throws BatchError when derivation would ignore the calldata
 */
export function parseFrames(calldata: Hex): Frame[] {
  const reader = new ByteReader(hexToBytes(calldata));
  const version = reader.byte("version");
  if (version !== FRAMES_VERSION)
    throw new BatchError(`batch version ${version} is unknown: expected ${FRAMES_VERSION}`);
  const frames: Frame[] = [];
  while (!reader.done) frames.push(readFrame(reader, `frame ${frames.length}`));
  if (frames.length === 0) throw new BatchError("a batch transaction without frames");
  return frames;
}

function readFrame(reader: ByteReader, what: string): Frame {
  const channel = toHex(reader.bytes(CHANNEL_ID, `${what}: channel id`));
  const number = reader.uint(2, `${what}: number`);
  const size = reader.uint(4, `${what}: size`);
  if (size > MAX_FRAME) throw new BatchError(`${what}: ${size} bytes are more than ${MAX_FRAME}`);
  const data = reader.bytes(size, `${what}: data`);
  const last = reader.byte(`${what}: last-frame mark`);
  if (last > 1) throw new BatchError(`${what}: its last-frame mark is ${last}`);
  return { channel, number, data, last: last === 1 };
}
