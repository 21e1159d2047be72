import { expect, it } from "vitest";
import { keptBonds } from "./recompute.ts";

it("keeps the bonds of who is still there, and none of who left or is new", () => {
  const bonds = [
    [1n, 2n, 3n, 9n],
    [4n, 5n, 6n, 9n],
    [7n, 8n, 9n, 9n],
  ];
  // The first validator left; of the miners the second one is new.
  expect(keptBonds(bonds, 3, 0b110n, 0b111n & ~0b010n)).toEqual([
    [0n, 0n, 0n],
    [2n, 0n, 8n],
    [3n, 0n, 9n],
  ]);
});

it("has no bonds where there is nobody", () => {
  expect(keptBonds([], 2, 0b11n, 0n)).toEqual([[], []]);
  expect(keptBonds([[1n]], 0, 0n, 1n)).toEqual([]);
});
