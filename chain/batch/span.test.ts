import { concat, type Hex, hexToBytes, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { BatchError } from "./errors.ts";
import { decodeSpan, originNumbers } from "./span.ts";
import { vector } from "./testing/vectors.ts";

const { rollup } = vector("span-zlib");
const CHECKS = `0x${"00".repeat(40)}` as const;

/** A span batch without transactions: time since genesis, the last block's origin, then the rest. */
const span = (sinceGenesis: number, lastOrigin: number, rest: Hex): Uint8Array =>
  hexToBytes(concat([toHex(sinceGenesis, { size: 1 }), toHex(lastOrigin, { size: 1 }), CHECKS, rest]));

describe("originNumbers", () => {
  it.each([
    [[false, false, false], 7, [7, 7, 7]],
    [[true, true, true], 7, [5, 6, 7]],
    [[false, true, false, true], 7, [5, 6, 6, 7]],
    // The first block's bit speaks of the block before the batch.
    [[true, false], 7, [7, 7]],
  ])("%j up to %i", (advances, last, numbers) => {
    expect(originNumbers(advances, last)).toEqual(numbers);
  });
});

describe("decodeSpan", () => {
  it("reads blocks without transactions: times from genesis, origins from the last one", () => {
    // Three blocks, origin bits 110 from the last to the first, no transactions in any.
    const blocks = decodeSpan(span(10, 9, "0x0306000000"), rollup);
    expect(blocks).toEqual(
      [7, 8, 9].map((l1Origin, i) => ({
        timestamp: rollup.genesisTime + 10 + i * rollup.blockTime,
        l1Origin,
        transactions: [],
      })),
    );
  });

  it("counts in the rollup's own block time", () => {
    const slow = { ...rollup, blockTime: 2 };
    const times = decodeSpan(span(10, 9, "0x02000000"), slow).map(({ timestamp }) => timestamp);
    expect(times).toEqual([rollup.genesisTime + 10, rollup.genesisTime + 12]);
  });

  it.each<[string, Hex, string]>([
    ["no blocks", "0x00", "without blocks"],
    ["more blocks than derivation takes", "0x81ade204", "more than 10000000"],
    ["an origin bit beyond the blocks", "0x0308000000", "bit 3 is set"],
    ["fewer counts than blocks", "0x03060000", "bytes expected"],
    ["a number of more than 64 bits", `0x${"ff".repeat(10)}`, "more than 64 bits"],
    ["fewer transactions than counted", "0x010001", "bytes expected"],
  ])("refuses %s", (_, rest, reason) => {
    expect(() => decodeSpan(span(10, 9, rest), rollup)).toThrow(BatchError);
    expect(() => decodeSpan(span(10, 9, rest), rollup)).toThrow(reason);
  });

  it("refuses an unknown type of transaction", () => {
    const signature = "00".repeat(64);
    const rest = `0x01000100${"00"}${signature}${"11".repeat(20)}03c0` as Hex;
    expect(() => decodeSpan(span(10, 9, rest), rollup)).toThrow("transaction type 3 is unknown");
  });
});
