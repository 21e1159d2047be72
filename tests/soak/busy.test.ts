import { spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { SmokeRecord } from "../../steps/results.ts";
import { TestStack } from "../e2e/stack.ts";

/** Programs that do nothing but use a processor, on a machine of two. */
const LOOPS = 8;
const TIMES = 5;

const stack = new TestStack("soak-busy");
const loops: ReturnType<typeof spawn>[] = [];

beforeAll(() => {
  for (let i = 0; i < LOOPS; i++)
    loops.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
});
afterEach(() => stack.remove());
afterAll(() => {
  for (const loop of loops) loop.kill("SIGKILL");
});

test.each(
  Array.from({ length: TIMES }, (_, index) => index + 1),
)(`the first up of a stack beside ${LOOPS} busy loops, number %i`, async () => {
  await stack.make();
  const { exitCode, stdout, stderr } = await stack.run("up", "--yes", "--json");
  const { smoke } = JSON.parse(stdout) as { smoke: SmokeRecord[] };
  expect(
    smoke.filter(({ status }) => status !== "passed"),
    stderr,
  ).toEqual([]);
  expect(smoke.length).toBeGreaterThan(20);
  expect(exitCode, stderr).toBe(0);
  expect(loops.every((loop) => loop.exitCode === null)).toBe(true);
});
