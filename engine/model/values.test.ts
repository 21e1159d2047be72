import { describe, expect, it } from "vitest";
import { secret, UNKNOWN } from "../wire.ts";
import { differences } from "./difference.ts";
import { restorePath, sameValue, touches } from "./values.ts";

describe("property paths", () => {
  it("touch at, above and below", () => {
    expect(touches("a.b", "a")).toBe(true);
    expect(touches("a", "a.b")).toBe(true);
    expect(touches("list[1]", "list[*]")).toBe(true);
    expect(touches("ab", "a")).toBe(false);
    expect(touches("a.c", "a.b")).toBe(false);
  });
});

describe("sameValue", () => {
  it("looks through secrets and takes absent for null", () => {
    expect(sameValue({ a: secret(1), b: undefined }, { a: 1, c: null })).toBe(true);
    expect(sameValue(secret(secret(1)), 1)).toBe(true);
    expect(sameValue([1], [1, null])).toBe(false);
    expect(sameValue({ a: 1 }, [1])).toBe(false);
    expect(sameValue(1, "1")).toBe(false);
  });
});

describe("restorePath", () => {
  it("puts back values, absences and items, also inside secrets", () => {
    expect(restorePath({ a: { b: 2, c: 3 } }, { a: { b: 1 } }, ["a", "b"])).toEqual({ a: { b: 1, c: 3 } });
    expect(restorePath({ a: { b: 2 } }, { a: {} }, ["a", "b"])).toEqual({ a: {} });
    expect(restorePath({ x: 1, y: 2 }, { x: 0 }, ["*"])).toEqual({ x: 0 });
    expect(restorePath([1, 2, 3], [9, 8], ["*"])).toEqual([9, 8, 3]);
    expect(restorePath({ a: secret({ b: 2 }) }, { a: secret({ b: 1 }) }, ["a", "b"])).toEqual({
      a: secret({ b: 1 }),
    });
    expect(restorePath({ a: secret(2) }, { a: secret(1) }, ["a"])).toEqual({ a: secret(1) });
  });
});

describe("differences", () => {
  it("are found leaf by leaf, with secrets and unknowns masked", () => {
    const olds = { same: 1, flags: { "--a.b": 1, gone: 2 }, list: [1, 2], token: "plain", later: 5 };
    const news = { same: 1, flags: { "--a.b": 2 }, list: [1, 3, 4], token: secret("new"), later: UNKNOWN };
    expect(differences(olds, news, [], ["list"])).toEqual([
      { path: 'flags["--a.b"]', kind: "update", old: 1, new: 2 },
      { path: "flags.gone", kind: "delete", old: 2 },
      { path: "list[1]", kind: "update", old: 2, new: 3, replaces: true },
      { path: "list[2]", kind: "add", new: 4, replaces: true },
      { path: "token", kind: "update", old: "[secret]", new: "[secret]" },
      { path: "later", kind: "update", old: 5, new: "[unknown]" },
    ]);
  });

  it("include what was observed and no input shows", () => {
    expect(differences({ a: 1 }, { a: 2 }, ["a", "alive"])).toEqual([
      { path: "a", kind: "update", old: 1, new: 2 },
      { path: "alive", kind: "update" },
    ]);
  });
});
