import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../index.ts";
import { CATALOGUE, type Case } from "./catalogue.ts";
import { type Outcome, TestStack } from "./harness.ts";
import type { TestProgram } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const ordered = (steps: readonly string[], { unordered = false }: Case) =>
  unordered ? [...steps].sort() : steps;

async function isGone({ left = [] }: Case): Promise<void> {
  expect(stack.world.names()).toEqual(left);
  const { resources, operations } = await readStack(stack.root, "dev");
  expect([resources, operations]).toEqual([[], []]);
}

describe.each(CATALOGUE)("$number $name", (wanted) => {
  const { before, after, steps } = wanted;

  it("is previewed, applied, read back, changed, left alone and destroyed", async () => {
    const planned = await stack.preview(before);
    expect(stack.world.names()).toEqual([]);
    const first = await stack.up(before);
    expect(first.errors).toEqual([]);
    expect(planned.steps.sort()).toEqual(first.steps.sort());
    expect((await stack.run("refresh")).steps).toEqual([]);
    const change = await stack.preview(after);
    expect([...change.steps].sort()).toEqual([...steps].sort());
    expect(ordered((await stack.up(after)).steps, wanted)).toEqual(ordered(steps, wanted));
    expect((await stack.run("refresh")).steps).toEqual([]);
    expect((await stack.up(after)).steps).toEqual([]);
    expect((await stack.destroy()).errors).toEqual([]);
    await isGone(wanted);
  });

  it("converges after a failure at any operation on any resource", async () => {
    for (const phase of PHASES) {
      const operations = await operationsOf(phase, wanted);
      for (const [operation, name] of operations) await failsAndConverges(phase, operation, name);
    }
  });

  async function failsAndConverges(phase: Phase, operation: string, name: string): Promise<void> {
    await anew();
    await upTo(phase, wanted);
    stack.world.fail(operation, name, "as the test wants it");
    const failed = await act(phase, wanted);
    const where = `${phase}: ${operation} ${name}`;
    expect(failed.ok, where).toBe(false);
    expect(failed.errors[0], where).toMatchObject({ name, message: "as the test wants it" });
    stack.world.heal();
    const repaired = await stack.up(after);
    expect(repaired.errors, where).toEqual([]);
    expect((await stack.up(after)).steps, where).toEqual([]);
    expect((await stack.destroy()).errors, where).toEqual([]);
    await isGone(wanted);
  }
});

/** The life of a stack; each of its parts is failed in turn. */
const PHASES = ["create", "refresh", "change", "destroy"] as const;
type Phase = (typeof PHASES)[number];

function act(phase: Phase, { before, after }: Case): Promise<Outcome> {
  const program: Record<Phase, TestProgram> = {
    create: before,
    refresh: before,
    change: after,
    destroy: after,
  };
  const kind = phase === "create" || phase === "change" ? "up" : phase;
  return stack.run(kind, program[phase]);
}

async function upTo(phase: Phase, wanted: Case): Promise<void> {
  for (const earlier of PHASES.slice(0, PHASES.indexOf(phase))) {
    // What was read back has changed nothing.
    if (earlier !== "refresh") expect((await act(earlier, wanted)).errors).toEqual([]);
  }
}

/** A world that nothing was ever done in. */
async function anew(): Promise<void> {
  stack.remove();
  stack = new TestStack();
}

/** What the provider is asked to do in one part of a stack's life. */
async function operationsOf(phase: Phase, wanted: Case): Promise<[operation: string, name: string][]> {
  await anew();
  await upTo(phase, wanted);
  stack.world.takeJournal();
  await act(phase, wanted);
  const asked = stack.world.takeJournal().filter((line) => !line.endsWith(" done"));
  return [...new Set(asked)].map((line) => line.split(" ") as [string, string]);
}
