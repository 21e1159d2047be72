import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { suitesFor } from "./suites.ts";
import { table } from "./table.ts";

test("words to the left, figures to the right", () => {
  const rows = [
    ["unit", "1344", "328.8"],
    ["  tests/e2e/rollup.test.ts", "9", "60.0"],
  ];
  expect(table(["suite", "passed", "seconds"], rows)).toBe(
    [
      "| suite                      | passed | seconds |",
      "| -------------------------- | -----: | ------: |",
      "| unit                       |   1344 |   328.8 |",
      "|   tests/e2e/rollup.test.ts |      9 |    60.0 |",
    ].join("\n"),
  );
});

test("a suite, a file of a suite of stacks, a file of another place, and what is neither", () => {
  const ran = (only?: string) => suitesFor(only).map(({ name, runs }) => [name, runs.map((run) => run.name)]);
  expect(ran()).toHaveLength(8);
  expect(ran("lint")).toEqual([["lint", ["biome lint --error-on-warnings ."]]]);
  expect(ran("tests/e2e/rollup.test.ts")).toEqual([["e2e", ["tests/e2e/rollup.test.ts"]]]);
  expect(ran("tests/table.test.ts")).toEqual([["unit", ["unit"]]]);
  expect(ran("tests/e2e/nothing.test.ts")).toEqual([]);
  expect(ran("rollup")).toEqual([]);
});

test("what docs/testing.md runs one part of is there", () => {
  const text = fs.readFileSync(path.join(projectRoot(), "docs", "testing.md"), "utf8");
  const parts = [...text.matchAll(/tensora test --only (\S+)/g)].map(([, part]) => part);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(suitesFor(part), part).toHaveLength(1);
  const table = [...text.matchAll(/^\| (`.*`) \|/gm)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);
  expect(table).toEqual(suitesFor(undefined).map(({ name }) => name));
});
