import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedLines } from "./lines.ts";

describe("changedLines", () => {
  it("says nothing of what is the same", () => {
    expect(changedLines([], [])).toEqual([]);
    expect(changedLines(["a", "b"], ["a", "b"])).toEqual([]);
  });

  it("shows what was inserted between what stayed", () => {
    expect(changedLines(["a", "b"], ["a", "x", "b"])).toEqual(["  a", "+ x", "  b"]);
  });

  it("shows a replaced line before what replaces it", () => {
    expect(changedLines(["a", "b", "c"], ["a", "x", "c"])).toEqual(["  a", "- b", "+ x", "  c"]);
  });

  it("shows all of what is gone, and all of what is new", () => {
    expect(changedLines(["a", "b"], [])).toEqual(["- a", "- b"]);
    expect(changedLines([], ["a", "b"])).toEqual(["+ a", "+ b"]);
  });

  it("keeps both lists, each in its order, and as much in common as can be", () => {
    const list = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const merged = changedLines(before, after);
        if (merged.length === 0) {
          expect(before).toEqual(after);
          return;
        }
        const without = (sign: string) =>
          merged.filter((line) => !line.startsWith(sign)).map((line) => line.slice(2));
        expect(without("+")).toEqual(before);
        expect(without("-")).toEqual(after);
        const common = merged.filter((line) => line.startsWith(" ")).length;
        expect(common).toBe(longestCommon(before, after));
      }),
    );
  });
});

/** By trying everything. */
function longestCommon([a, ...before]: string[], after: string[]): number {
  if (a === undefined) return 0;
  const i = after.indexOf(a);
  const skipped = longestCommon(before, after);
  return i < 0 ? skipped : Math.max(skipped, 1 + longestCommon(before, after.slice(i + 1)));
}
