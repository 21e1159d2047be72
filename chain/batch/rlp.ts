import { fromRlp, type Hex, toHex } from "viem";
import { BatchError } from "./errors.ts";
import type { ByteReader } from "./reader.ts";

/** A decoded RLP value: a string as hex, or a list. */
export type RlpValue = Hex | readonly RlpValue[];

/** Bytes from which on a length is written in the bytes after the prefix. */
const LONG_STRING = 0xb7;
const LIST = 0xc0;
const LONG_LIST = 0xf7;
const SHORT_STRING = 0x80;

/** The next RLP item of a stream, prefix included. */
export function readRlpItem(reader: ByteReader, what: string): Uint8Array {
  const first = reader.peek(what);
  if (first < SHORT_STRING) return reader.bytes(1, what);
  const base = first >= LIST ? LIST : SHORT_STRING;
  const long = first >= LIST ? LONG_LIST : LONG_STRING;
  if (first <= long) return reader.bytes(1 + first - base, what);
  return readLongItem(reader, first - long, what);
}

function readLongItem(reader: ByteReader, lengthBytes: number, what: string): Uint8Array {
  const prefix = reader.bytes(1 + lengthBytes, what);
  const length = prefix.slice(1).reduce((value, byte) => value * 256 + byte, 0);
  if (!Number.isSafeInteger(length)) throw new BatchError(`${what}: an RLP length of ${lengthBytes} bytes`);
  const payload = reader.bytes(length, what);
  const item = new Uint8Array(prefix.length + length);
  item.set(prefix);
  item.set(payload, prefix.length);
  return item;
}

/** Decodes one whole RLP item. @throws BatchError when it is not RLP */
export function decodeRlp(item: Uint8Array, what: string): RlpValue {
  try {
    return fromRlp(toHex(item));
  } catch (cause) {
    throw new BatchError(`${what} is not RLP`, { cause });
  }
}

/** An RLP value that must be a list of exactly so many items. */
export function rlpList(
  value: RlpValue | undefined,
  length: number | undefined,
  what: string,
): readonly RlpValue[] {
  if (value === undefined || typeof value === "string") throw new BatchError(`${what} is not a list`);
  if (length !== undefined && value.length !== length) {
    throw new BatchError(`${what} has ${value.length} items instead of ${length}`);
  }
  return value;
}

/** An RLP value that must be a string of bytes. */
export function rlpString(value: RlpValue | undefined, what: string): Hex {
  if (typeof value !== "string") throw new BatchError(`${what} is not a string of bytes`);
  return value;
}

/** An integer as RLP wants it: no leading zero byte, nothing for zero. */
export function rlpInteger(value: bigint | number): Hex {
  if (BigInt(value) === 0n) return "0x";
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

/** A big-endian number of any length as an RLP integer. */
export const trimmed = (bytes: Uint8Array): Hex => rlpInteger(BigInt(toHex(bytes)));
