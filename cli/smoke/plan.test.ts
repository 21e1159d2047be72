import { expect, test } from "vitest";
import { SMOKE_STEPS } from "../../steps/index.ts";
import type { SmokeRecord } from "../../steps/results.ts";
import { gatesOf, recordedInputs, resolveName } from "./plan.ts";

const steps = [{ step: "smoke/deposit" }, { step: "smoke/withdrawal" }];
const pending: SmokeRecord = {
  name: "smoke/withdrawal",
  kind: "pending",
  status: "pending",
  ms: 10,
  detail: "is due later",
  due: 1000,
  finishedAt: "2026-01-01T00:00:00Z",
};

test("without names all gates of the stack run, and no drill", () => {
  const { runs, others } = gatesOf(steps, []);
  expect(runs.map(({ name }) => name)).toEqual(["smoke/deposit", "smoke/withdrawal"]);
  const drills = SMOKE_STEPS.filter(({ kind }) => kind === "drill").map(({ name }) => name);
  expect(drills.length).toBeGreaterThan(0);
  expect(others.map(({ name, status }) => ({ name, status }))).toEqual(
    drills.map((name) => ({ name, status: "skipped" })),
  );
});

test("what is pending goes on from its due date on, not before", () => {
  const before = gatesOf(steps, [pending], 999);
  expect(before.runs.map(({ name }) => name)).toEqual(["smoke/deposit"]);
  expect(before.others).toContainEqual({
    name: "smoke/withdrawal",
    kind: "pending",
    status: "pending",
    detail: "is due later",
  });
  expect(gatesOf(steps, [pending], 1000).runs.map(({ name }) => name)).toContain("smoke/withdrawal");
});

test("a step without a record runs with what others of its component did, and no other's", () => {
  const recorded = ["smoke/genesis", "smoke/l2-advances", "smoke/tora-deposit"].map((step) => ({
    step,
    inputs: { of: step },
  }));
  expect(recordedInputs("smoke/genesis", recorded)).toEqual({ of: "smoke/genesis" });
  expect(recordedInputs("drill/pause", recorded)).toEqual({ of: "smoke/l2-advances" });
  expect(recordedInputs("drill/crashes", recorded)).toEqual({ of: "smoke/tora-deposit" });
  for (const name of ["smoke/subnet-yuma", "smoke/inference", "drill/slash", "smoke/protocol"] as const)
    expect(recordedInputs(name, recorded), name).toBeUndefined();
});

test("a step is named in full or by its own part", () => {
  expect(resolveName("deposit")).toBe("smoke/deposit");
  expect(resolveName("smoke/deposit")).toBe("smoke/deposit");
  expect(() => resolveName("depositt")).toThrow("there is no smoke step depositt");
});
