import { describe, expect, test } from "vitest";
import { SPEC } from "../../genesis/testing/inputs.ts";
import { fixedByGenesis, l1Refusals, l2Refusals } from "./genesis-fixed.ts";

const reasons = (failures: { reason: string }[]) => failures.map(({ reason }) => reason);
const ADVICE = "destroy the stack or create a new one";

describe("a change of what genesis fixed", () => {
  test("is refused with the path, what it was and what it is", () => {
    const is = { ...SPEC, l2: { ...SPEC.l2, blockTime: 1 } };
    expect(l2Refusals({ ...SPEC, l2: { ...SPEC.l2, blockTime: 2 } }, is)).toEqual([
      { property: "spec.l2.blockTime", reason: `l2.blockTime is fixed by genesis: was 2, is 1; ${ADVICE}` },
    ]);
  });

  test("is told all at once, in the words of the stack file", () => {
    const forks = { ...SPEC.l2.forks, isthmus: 20, jovian: undefined };
    const is = { ...SPEC, l2: { ...SPEC.l2, forks, prefund: "5000000000000000000" as const } };
    expect(reasons(l2Refusals(SPEC, is))).toEqual([
      `l2.forks.isthmus is fixed by genesis: was 8, is 20; ${ADVICE}`,
      `l2.forks.jovian is fixed by genesis: was 16, is never; ${ADVICE}`,
      `l2.prefund is fixed by genesis: was 10000, is 5; ${ADVICE}`,
    ]);
  });

  test("names a role's account by the role, once", () => {
    const [was = "0x", ...rest] = SPEC.l1.prefunded;
    const is = { ...SPEC, l1: { ...SPEC.l1, prefunded: [SPEC.accounts.user, ...rest] } };
    const reason = `accounts.deployer is fixed by genesis: was ${was}, is ${SPEC.accounts.user}; ${ADVICE}`;
    expect(reasons(l1Refusals(SPEC, is))).toEqual([reason]);
    expect(l2Refusals(SPEC, is)).toEqual([]);
  });

  test("to another kind of L1 says no more than that", () => {
    const is = { ...SPEC, l1: { ...SPEC.l1, kind: "external" as const, prefunded: [] } };
    expect(reasons(l1Refusals(SPEC, is))).toEqual([
      `l1.kind is fixed by genesis: was dev, is external; ${ADVICE}`,
    ]);
  });
});

test("equal values in another order are no change", () => {
  expect(fixedByGenesis({ a: [1], b: 2 }, { b: 2, a: [1] }, "l2")).toEqual([]);
});
