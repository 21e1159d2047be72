import { expect, test } from "vitest";
import type { EngineEvent, OperationKind } from "../../engine/index.ts";
import { PlainView } from "./plain.ts";
import type { SetupEvent, ViewEvent } from "./view.ts";

type Step = Extract<EngineEvent, { kind: "step" }>;
const geth: Pick<Step, "kind" | "urn" | "type" | "name" | "differences"> = {
  kind: "step",
  urn: "u",
  type: "tensora:index:Service",
  name: "geth",
  differences: [],
};

function linesOf(operation: OperationKind, events: ViewEvent[]): string[] {
  const lines: string[] = [];
  const view = new PlainView(operation, (line) => lines.push(line));
  for (const event of events) view.show(event);
  return lines;
}

test("one line for each step that ends", () => {
  const created: Step = { ...geth, op: "create", phase: "done", ms: 1234 };
  const started: Step = { ...geth, op: "create", phase: "start" };
  expect(linesOf("up", [started, created])).toEqual(["+ geth created (1.2 s)"]);
});

test("nothing of what stays the same, of components, and of the engine's own", () => {
  const same: Step = { ...geth, op: "same", phase: "done", ms: 0 };
  const component: Step = { ...geth, op: "create", phase: "done", ms: 0, type: "tensora:component:L1" };
  const stack: Step = {
    ...geth,
    op: "create",
    phase: "done",
    ms: 0,
    id: "x",
    type: "pulumi:providers:tensora",
  };
  expect(linesOf("up", [same, component, stack])).toEqual([]);
});

test("why something was done, and what failed", () => {
  const revived: Step = { ...geth, op: "update", phase: "done", ms: 100, reason: "it was dead" };
  const failed: Step = { ...geth, op: "update", phase: "failed", ms: 100, error: "no port\n  next: free it" };
  expect(linesOf("up", [{ ...geth, op: "update", phase: "start" }, revived, failed])).toEqual([
    "~ geth updated (0.1 s): it was dead",
    "! geth failed (0.1 s): no port",
  ]);
  expect(linesOf("preview", [revived])).toEqual(["~ geth update: it was dead"]);
});

test("what has drifted, and how", () => {
  const drifted: Step = { ...geth, op: "refresh", phase: "done", ms: 0, reason: "is not running" };
  expect(linesOf("refresh", [drifted])).toEqual(["≠ geth drifted (0.0 s): is not running"]);
  expect(linesOf("up", [drifted])).toEqual(["≠ geth drifted (0.0 s): is not running"]);
  expect(linesOf("preview", [drifted])).toEqual(["≠ geth drifted: is not running"]);
});

test("a build says at once that it has begun, then every half minute", () => {
  const at = (seconds: number, state: SetupEvent["state"] = "building"): SetupEvent => ({
    kind: "setup",
    what: "op-geth",
    state,
    seconds,
    usual: 120,
  });
  expect(linesOf("up", [at(0), at(1), at(29), at(30), at(31), at(45, "built")])).toEqual([
    ". op-geth building (0.0 s, usually 120 s on two cores)",
    ". op-geth building (30.0 s)",
    "+ op-geth built (45.0 s)",
  ]);
  expect(linesOf("up", [at(0, "cached")])).toEqual([]);
});
