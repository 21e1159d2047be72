import { expect, test } from "vitest";
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
