import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { measureEngine } from "./engine.ts";

test("measures runs that change nothing, and what their start consists of", async () => {
  const run = { root: projectRoot(), signal: new AbortController().signal };
  const lines = await measureEngine(run, [12, 3], 1);
  expect(lines.map(({ name, unit }) => [name, unit])).toEqual([
    ["engine: no-op up of 12", "s"],
    ["engine: preview of 12", "s"],
    ["engine: state and lock", "ms"],
    ["engine: program's start", "ms"],
    ["engine: registrations", "ms"],
    ["engine: end", "ms"],
    ["engine: no-op up of 3", "s"],
    ["engine: preview of 3", "s"],
  ]);
  for (const { name, value } of lines) expect(value, name).toBeGreaterThan(0);
  const [whole] = lines;
  const parts = lines.filter(({ unit }) => unit === "ms").reduce((sum, { value }) => sum + value, 0);
  expect(parts / 1000).toBeCloseTo(whole?.value ?? 0, 1);
});

test("is over when it is interrupted", async () => {
  const run = { root: projectRoot(), signal: AbortSignal.abort() };
  await expect(measureEngine(run, [1], 1)).rejects.toThrow("the bench was interrupted");
});
