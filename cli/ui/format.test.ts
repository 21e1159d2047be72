import { expect, test } from "vitest";
import { bytes, clip, consequence, countsText, elapsed, verb } from "./format.ts";

test("elapsed time", () => {
  expect([0, 1250, 119_940, 120_000, 3_599_600].map(elapsed)).toEqual([
    "0.0 s",
    "1.3 s",
    "119.9 s",
    "2 min 0 s",
    "60 min 0 s",
  ]);
});

test("bytes", () => {
  expect([0, 1023, 1024, 150 * 1024, 3.5 * 1024 ** 3].map(bytes)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KB",
    "150 KB",
    "3.5 GB",
  ]);
});

test("a step is run, a service is created", () => {
  expect(verb({ op: "create", type: "tensora:index:Step" }, "past")).toBe("done");
  expect(verb({ op: "create", type: "tensora:index:Service" }, "past")).toBe("created");
  expect(verb({ op: "same", type: "tensora:index:Step" }, "past")).toBe("unchanged");
});

test("a consequence names the reason and the first properties", () => {
  const differences = ["a", "b", "c", "d", "e"].map((path) => ({ path, kind: "update" }) as const);
  expect(consequence({ reason: "it was dead", differences })).toBe("it was dead: a, b, c, d and 1 more");
  expect(consequence({ differences: [] })).toBe("");
});

test("counts", () => {
  expect(countsText({ create: 2, same: 3 }, "past")).toBe("2 created, 3 unchanged");
  expect(countsText({ create: 2, same: 3 }, "plan")).toBe("2 to create, 3 unchanged");
  expect(countsText({ refresh: 1, update: 1 }, "plan")).toBe("1 drifted, 1 to update");
  expect(countsText({}, "past")).toBe("nothing to do");
});

test("a line is cut to its columns, whatever colours it", () => {
  const red = "\u001b[31mfailed\u001b[39m now";
  expect(clip(red, 10)).toBe(red);
  expect(clip(red, 5)).toBe("\u001b[31mfail\u001b[39m…");
});
