import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { STEP_NAMES } from "../../steps/index.ts";
import { type SmokeRecord, writeSmokeResult } from "../../steps/results.ts";
import { stackFolder, testContext } from "../testing/context.ts";
import { stepKind as kind } from "./step.ts";

const ctx = testContext();
const outputs = { result: {} };
let dir: string;
beforeEach(() => {
  dir = stackFolder();
});

const inputs = (changes: object = {}, step = "smoke/settlement") => ({
  dir,
  step,
  inputs: { l1: { rpcUrl: "http://127.0.0.1:1", chainId: 1 }, ...changes },
});
const diff = (changes: object = {}) =>
  kind.diff?.("smoke/settlement", inputs(), outputs, inputs(changes), ctx);
const last = (outcome: Partial<SmokeRecord>) =>
  writeSmokeResult(dir, {
    name: "smoke/settlement",
    kind: "gate",
    status: "passed",
    ms: 1,
    detail: "",
    finishedAt: new Date().toISOString(),
    ...outcome,
  });

describe("a step", () => {
  it("must be one that there is", async () => {
    expect(await kind.check?.({ step: "smoke/deposit" }, undefined, ctx)).toEqual([]);
    expect(await kind.check?.({}, undefined, ctx)).toEqual([]);
    const reason = `there is no step smoke/nothing: use one of ${STEP_NAMES.join(", ")}`;
    const refused = await kind.check?.({ step: "smoke/nothing" }, undefined, ctx);
    expect(refused).toEqual([{ property: "step", reason }]);
  });

  it("runs again when any input differs, however deep", async () => {
    await last({});
    expect(await diff()).toEqual({ changed: [] });
    const changed = { changed: ["inputs"], replaces: [] };
    expect(await diff({ l1: { rpcUrl: "http://127.0.0.1:1", chainId: 2 } })).toEqual(changed);
    expect(await diff({ more: [1] })).toEqual(changed);
  });

  it("refuses what the contracts have fixed, and takes what they have not", async () => {
    const rules = { safeThreshold: 2, submissionInterval: 6 };
    const was = inputs({ l2: { gasLimit: 1 }, rules }, "deploy/settlement");
    const refused = async (changes: object) => {
      const news = { ...was, inputs: { ...was.inputs, ...changes } };
      return (await kind.check?.(news, was, ctx))?.map(({ reason }) => reason);
    };
    const by = "is fixed by the contracts that are deployed";
    expect(await refused({ rules: { ...rules, safeThreshold: 3 }, l2: { gasLimit: 2 } })).toEqual([
      `l2.gasLimit ${by}: was 1, is 2; destroy the stack or create a new one`,
      `settlement.safeThreshold ${by}: was 2, is 3; destroy the stack or create a new one`,
    ]);
    expect(await refused({ l1: { rpcUrl: "http://127.0.0.1:2", chainId: 1 } })).toEqual([]);
    expect(await refused({})).toEqual([]);
    expect(await kind.check?.(was, undefined, ctx)).toEqual([]);
  });

  it("of subnets takes every change: governance carries it out", async () => {
    const was = inputs({ subnets: [] }, "deploy/subnets");
    const news = inputs({ subnets: [{ name: "text" }] }, "deploy/subnets");
    expect(await kind.check?.(news, was, ctx)).toEqual([]);
  });

  it("is another one with another name or folder", async () => {
    const renamed = { ...inputs(), step: "smoke/deposit", dir: "/elsewhere" };
    const changed = ["dir", "step"];
    const difference = await kind.diff?.("smoke/settlement", inputs(), outputs, renamed, ctx);
    expect(difference).toEqual({ changed, replaces: changed });
  });

  it.each([
    ["its result is not recorded", undefined],
    ["failed when it last ran", { status: "failed" }],
    ["was pending and can continue", { status: "pending", due: Date.now() / 1000 - 1 }],
  ] as const)("runs again because it %s", async (reason, outcome) => {
    if (outcome) await last(outcome);
    expect(await diff()).toEqual({ changed: ["result"], reason });
  });

  it("does not run again while it is pending", async () => {
    await last({ status: "pending", due: Date.now() / 1000 + 60 });
    expect(await diff()).toEqual({ changed: [] });
  });

  it("takes its journal and its result with it", async () => {
    await last({});
    fs.mkdirSync(path.join(dir, "steps"));
    fs.writeFileSync(path.join(dir, "steps", "smoke-settlement.json"), "{}");
    for (const _ of [1, 2]) await kind.delete("smoke/settlement", inputs(), outputs, ctx);
    expect(fs.readdirSync(path.join(dir, "steps"))).toEqual([]);
    expect(fs.readdirSync(path.join(dir, "smoke"))).toEqual([]);
    await kind.delete("smoke/former", inputs({}, "smoke/former"), outputs, ctx);
  });

  it("fails with the explanation, and keeps the failure on record", async () => {
    await expect(kind.create(inputs({ start: { settlement: {} } }), ctx)).rejects.toThrow();
    expect(await diff()).toEqual({ changed: ["result"], reason: "failed when it last ran" });
  });
});
