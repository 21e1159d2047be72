import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStack } from "../index.ts";
import { TestStack } from "./harness.ts";
import { type Declaration, ref, type TestProgram } from "./program.ts";

/** A create-before-delete and a delete-before-replace, an update, a deletion and a creation in one change. */
const before: Declaration[] = [
  { name: "keyed", inputs: { key: "one" } },
  { name: "slotted", inputs: { slot: "x" } },
  { name: "follower", inputs: { slot: ref("slotted", "serial"), other: ref("keyed", "serial") } },
  { name: "dropped" },
];
const after: Declaration[] = [
  { name: "keyed", inputs: { key: "two" } },
  { name: "slotted", inputs: { slot: "y" } },
  { name: "follower", inputs: { slot: ref("slotted", "serial"), other: ref("keyed", "serial") } },
  { name: "added", dependsOn: ["follower"] },
];
const program = (resources: Declaration[]): TestProgram => ({ resources });
const EXPECTED = ["added-0", "follower-0", "keyed-two", "slotted-0"];

const bundle = path.join(import.meta.dirname, "../../node_modules/.cache/engine-kill-worker.cjs");
const stacks: TestStack[] = [];

beforeAll(async () => {
  await build({
    entryPoints: [path.join(import.meta.dirname, "kill-worker.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
});
afterAll(() => {
  for (const stack of stacks) stack.remove();
  fs.rmSync(bundle, { force: true });
});

/** Runs an operation in a process of its own that kills itself; answers whether it came to that. */
async function killed(stack: TestStack, kind: string, wanted: TestProgram, moment: string, number: number) {
  const argument = JSON.stringify([kind, stack.root, wanted, moment, number]);
  const child = spawn(process.execPath, [bundle, argument], { stdio: "ignore" });
  return new Promise<boolean>((resolve, reject) => {
    child.on("exit", (code, signal) => {
      if (signal === "SIGKILL" || code === 0) resolve(signal === "SIGKILL");
      else reject(new Error(`the worker ended with ${code ?? signal}`));
    });
  });
}

async function deployed(): Promise<TestStack> {
  const stack = new TestStack();
  stacks.push(stack);
  expect((await stack.up(program(before))).errors).toEqual([]);
  return stack;
}

/** Kills at the first write, the second, and so on, until a run comes to its end; each time `check` looks at what is left. */
async function atEveryWrite(
  kind: "up" | "destroy",
  moment: "before" | "after",
  check: (stack: TestStack) => Promise<void>,
): Promise<number> {
  const lanes = [1, 2];
  let kills = 0;
  // Two lanes, for two cores.
  const lane = async (first: number) => {
    for (let number = first; number < 40; number += lanes.length) {
      const stack = await deployed();
      if (!(await killed(stack, kind, program(after), moment, number))) return;
      kills++;
      await check(stack);
    }
    throw new Error("the run never came to its end");
  };
  await Promise.all(lanes.map(lane));
  return kills;
}

async function isEmpty(stack: TestStack): Promise<void> {
  expect(stack.world.names()).toEqual([]);
  const { resources, operations } = await readStack(stack.root, "dev");
  expect([resources, operations]).toEqual([[], []]);
}

describe.each(["before", "after"] as const)("SIGKILL %s a write of the state file", (moment) => {
  it("70 of an up: the next up converges, a further one changes nothing, destroy leaves nothing", async () => {
    const kills = await atEveryWrite("up", moment, async (stack) => {
      const repaired = await stack.up(program(after));
      expect(repaired.errors).toEqual([]);
      expect(stack.world.names()).toEqual(EXPECTED);
      expect((await stack.up(program(after))).steps).toEqual([]);
      expect((await readStack(stack.root, "dev")).operations).toEqual([]);
      expect((await stack.destroy()).errors).toEqual([]);
      await isEmpty(stack);
    });
    expect(kills).toBeGreaterThan(5);
  });

  it("71 of an up: destroy leaves nothing", async () => {
    await atEveryWrite("up", moment, async (stack) => {
      expect((await stack.destroy()).errors).toEqual([]);
      await isEmpty(stack);
    });
  });

  it("72 of a destroy: the next destroy leaves nothing", async () => {
    const kills = await atEveryWrite("destroy", moment, async (stack) => {
      expect((await stack.destroy()).errors).toEqual([]);
      await isEmpty(stack);
    });
    expect(kills).toBeGreaterThan(2);
  });
});
