import { expect, test } from "vitest";
import { fixedByGenesis } from "./genesis-fixed.ts";

test("names the value, what it was and what it is", () => {
  const was = { blockTime: 2, forks: { jovian: 16 } };
  expect(fixedByGenesis(was, { blockTime: 1, forks: { jovian: 16 } }, "l2")).toEqual([
    {
      property: "spec.l2.blockTime",
      reason: "l2.blockTime is fixed by genesis: was 2, is 1; destroy the stack or make a new one",
    },
  ]);
});

test("refuses every change at once, also of what was not there", () => {
  const failures = fixedByGenesis({ a: 1, forks: {} }, { a: 2, forks: { jovian: 8 } }, "l2");
  expect(failures.map(({ property }) => property)).toEqual(["spec.l2.a", "spec.l2.forks.jovian"]);
  expect(failures[1]?.reason).toContain("was not set, is 8");
});

test("equal values in another order are no change", () => {
  expect(fixedByGenesis({ a: [1], b: 2 }, { b: 2, a: [1] }, "l2")).toEqual([]);
});
