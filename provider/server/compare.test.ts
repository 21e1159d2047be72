import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../engine/wire.ts";
import { changedProperties, pathChanges, rootOf } from "./compare.ts";

describe("comparing inputs", () => {
  it("names every place that differs, and how", () => {
    const olds = {
      spec: { args: ["a", "b"], env: { "a.b": "1", old: "2" } },
      same: { deep: [1, { on: true }] },
    };
    const news = {
      spec: { args: ["a", "c", "d"], env: { "a.b": "2" } },
      same: { deep: [1, { on: true }] },
      added: 0,
    };
    expect(pathChanges(olds, news)).toEqual([
      { path: "spec.args[1]", kind: "update" },
      { path: "spec.args[2]", kind: "add" },
      { path: 'spec.env["a.b"]', kind: "update" },
      { path: "spec.env.old", kind: "delete" },
      { path: "added", kind: "add" },
    ]);
    expect(changedProperties(olds, news)).toEqual(["spec", "added"]);
  });

  it("takes null for absent, and an unknown value for changed", () => {
    expect(pathChanges({ a: null, b: 1 }, { b: 1 })).toEqual([]);
    expect(pathChanges({ a: 1 }, { a: UNKNOWN, b: UNKNOWN })).toEqual([
      { path: "a", kind: "update" },
      { path: "b", kind: "add" },
    ]);
  });

  it.each([
    ["spec.args[1]", "spec"],
    ['["a.b"].c', "a.b"],
    ["list[0]", "list"],
    ["alive", "alive"],
  ])("finds the property of %s", (path, property) => {
    expect(rootOf(path)).toBe(property);
  });
});
