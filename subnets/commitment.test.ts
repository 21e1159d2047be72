import { describe, expect, it } from "vitest";
import { bitsOf } from "./bits.ts";
import { commitmentOf, packWeights } from "./commitment.ts";

describe("packWeights", () => {
  it("has 2 bytes a miner, big-endian, by uid", () => {
    const weights = new Map([
      [3, 65_535],
      [0, 1],
      [1, 258],
    ]);
    expect(packWeights(weights)).toBe("0x000101020000ffff");
  });

  it("is empty without scores", () => expect(packWeights(new Map())).toBe("0x"));

  it("refuses what 16 bits do not hold", () => {
    expect(() => packWeights(new Map([[0, 65_536]]))).toThrow();
    expect(() => packWeights(new Map([[0, -1]]))).toThrow();
  });
});

it("a commitment is of one chain, subnet, epoch, validator, scores and salt", () => {
  const at = {
    chainId: 714,
    subnet: `0x${"11".repeat(20)}`,
    epoch: 2n,
    validator: `0x${"22".repeat(20)}`,
  } as const;
  const salt = `0x${"33".repeat(32)}` as const;
  const all = [
    commitmentOf(at, "0x0001", salt),
    commitmentOf({ ...at, chainId: 715 }, "0x0001", salt),
    commitmentOf({ ...at, subnet: at.validator }, "0x0001", salt),
    commitmentOf({ ...at, epoch: 3n }, "0x0001", salt),
    commitmentOf({ ...at, validator: at.subnet }, "0x0001", salt),
    commitmentOf(at, "0x0002", salt),
    commitmentOf(at, "0x0001", `0x${"34".repeat(32)}`),
  ];
  expect(new Set(all).size).toBe(all.length);
});

it("bitsOf names the places that are set, from the lowest, beyond 32 too", () => {
  expect(bitsOf(0n)).toEqual([]);
  expect(bitsOf((1n << 200n) | 0b1011n)).toEqual([0, 1, 3, 200]);
});
