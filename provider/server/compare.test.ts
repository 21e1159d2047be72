import { expect, test } from "vitest";
import { UNKNOWN } from "../../engine/wire.ts";
import { changedProperties, inputChanges } from "./compare.ts";

const places = (olds: Record<string, unknown>, news: Record<string, unknown>) =>
  inputChanges(olds, news).map(({ path, kind }) => ({ path, kind }));

test("properties that differ are named once, however much in them does", () => {
  const olds = { spec: { args: ["a", "b"] }, same: { deep: [1, { on: true }] } };
  const news = { spec: { args: ["c", "d"] }, same: { deep: [1, { on: true }] }, added: 0 };
  expect(places(olds, news).map(({ path }) => path)).toEqual(["spec.args[0]", "spec.args[1]", "added"]);
  expect(changedProperties(olds, news)).toEqual(["spec", "added"]);
});

test("null is like absent, and what is not known yet counts as changed", () => {
  expect(places({ a: null, b: 1 }, { b: 1 })).toEqual([]);
  expect(places({ a: 1 }, { a: UNKNOWN, b: UNKNOWN })).toEqual([
    { path: "a", kind: "update" },
    { path: "b", kind: "add" },
  ]);
});
