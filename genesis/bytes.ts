import { type Hex, pad, toHex } from "viem";

/** A 32-byte word: a number, or bytes with zeros in front. */
export const word = (value: Hex | bigint | number): Hex =>
  typeof value === "string" ? pad(value, { size: 32 }) : toHex(BigInt(value), { size: 32 });

/** Hex as bytes; an odd digit counts as if a zero was in front. */
export function bytesOf(hex: Hex): Uint8Array {
  const digits = hex.slice(2);
  return Buffer.from(digits.length % 2 ? `0${digits}` : digits, "hex");
}

export const hexOf = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

/** A number as RLP has it: without zeros in front, zero as no byte at all. */
export function quantity(value: Hex | bigint | number): Uint8Array {
  const number = BigInt(value);
  return number === 0n ? new Uint8Array() : bytesOf(toHex(number));
}
