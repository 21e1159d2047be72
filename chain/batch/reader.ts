import { BatchError } from "./errors.ts";

/** Reads a byte string from its beginning to its end; every read past the end is a {@link BatchError}. */
export class ByteReader {
  private at = 0;

  constructor(private readonly source: Uint8Array) {}

  get done(): boolean {
    return this.at === this.source.length;
  }

  /** The next bytes, without a copy. @param what names them in the error */
  bytes(length: number, what: string): Uint8Array {
    const end = this.at + length;
    if (end > this.source.length) {
      throw new BatchError(`${what}: ${length} bytes expected, ${this.source.length - this.at} left`);
    }
    const piece = this.source.subarray(this.at, end);
    this.at = end;
    return piece;
  }

  byte(what: string): number {
    return this.bytes(1, what)[0] as number;
  }

  /** A byte that stays where it is. */
  peek(what: string): number {
    const byte = this.source[this.at];
    if (byte === undefined) throw new BatchError(`${what}: nothing left`);
    return byte;
  }

  /** A big-endian unsigned integer of at most 6 bytes. */
  uint(length: number, what: string): number {
    return this.bytes(length, what).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** Protocol buffers' unsigned varint of at most 64 bits: seven bits a byte, the lowest first. */
  uvarint(what: string): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte(what);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (value >= 1n << 64n) break;
        return value;
      }
    }
    throw new BatchError(`${what}: the number has more than 64 bits`);
  }

  /** A varint that counts or numbers something: at most `limit`. */
  count(what: string, limit = Number.MAX_SAFE_INTEGER): number {
    const value = this.uvarint(what);
    if (value > BigInt(limit)) throw new BatchError(`${what}: ${value} is more than ${limit}`);
    return Number(value);
  }

  /**
   * A bit list: one big-endian integer, padded on the left to whole bytes. Bit 0 is its least significant one.
   * @throws BatchError when a bit beyond `length` is set
   */
  bits(length: number, what: string): boolean[] {
    const bytes = this.bytes(Math.ceil(length / 8), what);
    const bit = (i: number) => (((bytes[bytes.length - 1 - (i >> 3)] as number) >> (i & 7)) & 1) === 1;
    for (let i = length; i < bytes.length * 8; i++) {
      if (bit(i)) throw new BatchError(`${what}: bit ${i} is set in a list of ${length} bits`);
    }
    return Array.from({ length }, (_, i) => bit(i));
  }
}
