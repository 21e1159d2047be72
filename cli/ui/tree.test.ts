import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { EngineEvent, StepOp } from "../../engine/index.ts";
import { type Frame, Tree } from "./tree.ts";

type Step = Extract<EngineEvent, { kind: "step" }>;
const STACK = "urn:stack";

/** A step of a resource whose URN is its name. */
function step(name: string, phase: Step["phase"], parent = STACK, op: StepOp = "create"): Step {
  const type = name === STACK ? "pulumi:pulumi:Stack" : "tensora:index:Service";
  const info = {
    kind: "step",
    op,
    urn: name,
    type,
    name,
    parent: name === STACK ? undefined : parent,
    differences: [],
  } satisfies Partial<Step>;
  if (phase === "start") return { ...info, phase };
  return phase === "done"
    ? { ...info, phase, ms: 0, id: name }
    : { ...info, phase, ms: 700, error: "no room\n  next: x" };
}

const draw = (tree: Tree, frame: Partial<Frame> = {}) =>
  tree
    .frame({ now: 5000, spinner: "*", rows: 50, columns: 80, ...frame })
    .map((line) => stripVTControlCharacters(line).trimEnd());

/** A component that is done, and one of whose two services the second still starts. */
function halfWay(): Tree {
  const tree = new Tree("up");
  const events: [Step, number][] = [
    [step(STACK, "done"), 0],
    [step("l1", "done"), 0],
    [step("l1-geth", "start", "l1"), 0],
    [step("l1-geth", "done", "l1"), 1500],
    [step("sequencer", "done"), 1500],
    [step("geth", "start", "sequencer"), 1500],
    [step("geth", "done", "sequencer"), 2500],
    [step("node", "start", "sequencer"), 3000],
  ];
  for (const [event, at] of events) tree.apply(event, at);
  return tree;
}

describe("the tree of a run", () => {
  it("shows components with what is inside, and elapsed times", () => {
    expect(draw(halfWay())).toEqual([
      "✓ l1 Service 1.5 s",
      "  ✓ l1-geth Service created 1.5 s",
      "* sequencer Service 3.5 s",
      "  ✓ geth Service created 1.0 s",
      "  * node Service creating 2.0 s",
    ]);
  });

  it("shows the last progress of what runs", () => {
    const tree = halfWay();
    const message = "waits for the engine API\nand more";
    tree.apply(
      { kind: "log", severity: "info", message, source: "program", urn: "node", ephemeral: true },
      4000,
    );
    expect(draw(tree).at(-1)).toBe("  * node Service waits for the engine API 2.0 s");
  });

  it("folds what ended when the terminal is too low, then shows only what runs", () => {
    expect(draw(halfWay(), { rows: 4 })).toEqual([
      "✓ l1 Service 1.5 s (1 inside)",
      "* sequencer Service 3.5 s",
      "  ✓ geth Service created 1.0 s",
      "  * node Service creating 2.0 s",
    ]);
    expect(draw(halfWay(), { rows: 2 })).toEqual([
      "* sequencer Service 3.5 s",
      "  * node Service creating 2.0 s",
    ]);
  });

  it("never takes more rows or columns than there are", () => {
    expect(draw(halfWay(), { rows: 1, columns: 12 })).toEqual(["  * node Se…"]);
  });

  it("shows failures with their first line, up to the components around them", () => {
    const tree = halfWay();
    tree.apply(step("node", "failed", "sequencer"), 4000);
    expect(draw(tree).slice(2)).toEqual([
      "✗ sequencer Service",
      "  ✓ geth Service created 1.0 s",
      "  ✗ node Service failed 0.7 s no room",
    ]);
  });

  it("leaves what changed on the terminal, and nothing of what did not", () => {
    const tree = new Tree("up");
    tree.apply(step(STACK, "done"), 0);
    tree.apply(step("l1", "done", STACK, "same"), 0);
    tree.apply(step("l1-geth", "done", "l1", "same"), 0);
    tree.apply(step("batcher", "start", STACK, "update"), 0);
    tree.apply(step("batcher", "done", STACK, "update"), 1000);
    expect(tree.summary(2000).map(stripVTControlCharacters)).toEqual(["✓ batcher Service updated 1.0 s"]);
  });

  it("shows what is being built above all else", () => {
    const tree = halfWay();
    tree.apply({ kind: "setup", what: "op-node", state: "building", seconds: 30, usual: 80 }, 4000);
    tree.apply({ kind: "setup", what: "op-geth", state: "cached", seconds: 0 }, 4000);
    expect(draw(tree)[0]).toBe("* op-node building 31.0 s, usually 80 s on two cores");
    expect(draw(tree)).toHaveLength(6);
  });
});
