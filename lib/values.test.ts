import { expect, test } from "vitest";
import { canonicalJson, isObject } from "./values.ts";

test("an object is what has members by name", () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([[], null, undefined, "a", 1].some(isObject)).toBe(false);
});

test("the order of keys makes no other text, that of a list does", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x" })).toBe(
    canonicalJson({ a: "x", b: [{ c: null, d: 1 }] }),
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
