import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The engine's sources, without its tests and what they need. */
function sources(): string[] {
  const all = fs.readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
  const own = all.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  return own.filter((file) => !file.startsWith("conformance"));
}

test("docs/engine.md says how large the engine is", () => {
  const text = fs.readFileSync(path.resolve(import.meta.dirname, "../docs/engine.md"), "utf8");
  const said = /about (?<lines>[\d,]+) lines in (?<files>\d+)\s+files/.exec(text)?.groups;
  const files = sources();
  const lines = files
    .map((file) => fs.readFileSync(path.join(import.meta.dirname, file), "utf8").split("\n").length - 1)
    .reduce((sum, count) => sum + count, 0);
  expect(Number(said?.files)).toBe(files.length);
  expect(Math.abs(Number(said?.lines?.replace(",", "")) / lines - 1), `${lines} lines`).toBeLessThan(0.05);
});
