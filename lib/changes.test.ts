import { expect, test } from "vitest";
import { pathChanges } from "./changes.ts";

test("every place that differs is named, and how", () => {
  const olds = {
    spec: { args: ["a", "b"], env: { "a.b": "1", old: "2" } },
    same: { deep: [1, { on: true }] },
    none: null,
  };
  const news = {
    spec: { args: ["a", "c", "d"], env: { "a.b": "2" } },
    same: { deep: [1, { on: true }] },
    added: 0,
  };
  expect(pathChanges(olds, news)).toEqual([
    { path: "spec.args[1]", kind: "update", old: "b", new: "c" },
    { path: "spec.args[2]", kind: "add", old: undefined, new: "d" },
    { path: 'spec.env["a.b"]', kind: "update", old: "1", new: "2" },
    { path: "spec.env.old", kind: "delete", old: "2", new: undefined },
    { path: "added", kind: "add", old: undefined, new: 0 },
  ]);
});

test("what differs as a whole is one place", () => {
  const whole = (old: unknown) => Array.isArray(old);
  expect(pathChanges({ list: [1, 2] }, { list: [1, 3] }, { whole }, "at")).toEqual([
    { path: "at.list", kind: "update", old: [1, 2], new: [1, 3] },
  ]);
});
