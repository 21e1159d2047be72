import { expect, test } from "vitest";
import { rateOf } from "./transfers.ts";

const blocks = (...transfers: number[]) => transfers.map((count, i) => ({ at: i * 1000, transfers: count }));

test("counts neither the warm-up nor the rest in the last block", () => {
  expect(rateOf(blocks(0, 0, 50, 700, 1000, 1000, 1000, 3))).toBe(1000);
});

test("an empty block in between counts as time", () => {
  expect(rateOf(blocks(10, 10, 900, 900, 0, 900, 1))).toBe(600);
});

test("a rate needs blocks", () => {
  expect(() => rateOf(blocks(0, 0, 0))).toThrow("too few blocks");
  expect(() => rateOf(blocks(5, 5, 5))).toThrow("too few blocks");
});
