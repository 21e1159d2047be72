import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript, as node loads it beside the bundler
import { inTurn } from "./turns.mjs";

test("three at a time, in order, also after failures", async () => {
  const begun: number[] = [];
  let [under, most] = [0, 0];
  const work = (index: number) => async () => {
    begun.push(index);
    most = Math.max(most, ++under);
    await sleep(2);
    under--;
    if (index % 2 === 0) throw new Error(`number ${index}`);
    return index;
  };
  const all = Array.from({ length: 10 }, (_, index) => inTurn(work(index)));
  const results = await Promise.allSettled(all);
  expect(results.map(({ status }) => status)).toEqual(Array(5).fill(["rejected", "fulfilled"]).flat());
  expect(begun).toEqual([...begun.keys()]);
  expect(most).toBe(3);
});
