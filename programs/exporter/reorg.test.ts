import { type Hash, toHex } from "viem";
import { expect, it } from "vitest";
import { type Head, REORG_WINDOW, ReorgWatch } from "./reorg.ts";

const NAMES = "abc";
const hashOf = (number: number, branch: string): Hash =>
  toHex((number + 1) * NAMES.length + NAMES.indexOf(branch), { size: 32 });

/** A chain whose blocks above `fork` are the branch's. */
function chainOf(fork: number, branch: string) {
  const name = (number: number) => (number > fork ? branch : "a");
  return (number: number): Head => ({
    number: BigInt(number),
    hash: hashOf(number, name(number)),
    parentHash: hashOf(number - 1, name(number - 1)),
  });
}
const first = chainOf(0, "a");

function watch(...chains: ((number: number) => Head)[]) {
  let reads = 0;
  const blocks = chains.flatMap((chain) => Array.from({ length: 300 }, (_, i) => chain(i)));
  const watched = new ReorgWatch(async (hash) => {
    reads += 1;
    const block = blocks.find((b) => b.hash === hash);
    if (!block) throw new Error(`no block ${hash}`);
    return block;
  });
  return { watched, reads: () => reads };
}

it("reads nothing while each head follows the last one, and fills small gaps", async () => {
  const { watched, reads } = watch(first);
  for (const number of [10, 11, 12, 12]) expect(await watched.saw(first(number), 0)).toBe(0);
  expect(reads()).toBe(0);
  expect(await watched.saw(first(15), 0)).toBe(0);
  expect(reads()).toBe(2);
});

it.each([1, 2, 7])("counts the %i blocks that a reorg took back", async (depth) => {
  const other = chainOf(20 - depth, "b");
  const { watched } = watch(first, other);
  for (let number = 5; number <= 20; number++) await watched.saw(first(number), 0);
  expect(await watched.saw(other(21), 100)).toBe(depth);
  expect(await watched.saw(other(22), 101)).toBe(0);
  expect(watched.deepest(100 + REORG_WINDOW)).toBe(depth);
  expect(watched.deepest(101 + REORG_WINDOW)).toBe(0);
});

it("counts a reorg to a chain of the same height, and one that is deeper than what is known", async () => {
  const other = chainOf(18, "b");
  const deep = chainOf(2, "c");
  const { watched } = watch(first, other, deep);
  for (let number = 15; number <= 20; number++) await watched.saw(first(number), 0);
  expect(await watched.saw(other(20), 0)).toBe(2);
  expect(await watched.saw(deep(21), 0)).toBe(6);
});

it("counts a chain that is taken back first and then grows anew, and a node that is behind is none", async () => {
  const other = chainOf(12, "b");
  const { watched } = watch(first, other);
  for (let number = 5; number <= 20; number++) await watched.saw(first(number), 0);
  expect(await watched.saw(first(12), 0)).toBe(0);
  expect(await watched.saw(first(19), 0)).toBe(0);
  expect(await watched.saw(first(21), 0)).toBe(0);
  expect(await watched.saw(first(12), 0)).toBe(0);
  expect(await watched.saw(other(13), 0)).toBe(9);
  expect(await watched.saw(other(14), 0)).toBe(0);
});

it("begins anew after a gap that is too wide, without reading it all", async () => {
  const { watched, reads } = watch(first);
  await watched.saw(first(10), 0);
  expect(await watched.saw(first(250), 0)).toBe(0);
  expect(reads()).toBeLessThanOrEqual(64);
});
