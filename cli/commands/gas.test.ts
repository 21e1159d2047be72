import { afterEach, expect, test, vi } from "vitest";
import { epochRows, gas } from "./gas.ts";

afterEach(() => vi.restoreAllMocks());

test("a size has one row, whatever order it was measured in", () => {
  const measured = {
    "64x256 warm epoch": "28485202",
    "04x016 reveal": "92111",
    "04x016 warm epoch": "952985",
    "64x256 warm epoch, a cell": "1738",
  };
  expect(epochRows(measured)).toEqual([
    ["4x16", "952,985", "", "", "", "92,111", ""],
    ["64x256", "28,485,202", "1,738", "", "", "", ""],
  ]);
});

test("five sizes and the paymaster are in the committed snapshots", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await gas({});
  const text = print.mock.calls.join("\n");
  for (const size of ["4x16", "8x32", "16x64", "32x128", "64x256"])
    expect(text).toMatch(new RegExp(`^ +${size} +[\\d,]+`, "m"));
  expect(text).toMatch(/own share, ToraPaymaster, first in a bundle +[\d,]+/);
});
