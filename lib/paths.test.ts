import { describe, expect, it } from "vitest";
import { joinPath, rootOf, splitPath } from "./paths.ts";

describe("property paths", () => {
  it("are split and joined the same way", () => {
    const segments = ["a", "b.c", "d"];
    expect(splitPath('a["b.c"].d')).toEqual(segments);
    expect(segments.reduce(joinPath, "")).toBe('a["b.c"].d');
    expect(splitPath("list[0].*")).toEqual(["list", "0", "*"]);
    expect(joinPath("list", 3)).toBe("list[3]");
  });

  it.each([
    ["spec.args[1]", "spec"],
    ['["a.b"].c', "a.b"],
    ["list[0]", "list"],
    ["alive", "alive"],
  ])("start in a property, as %s does", (path, property) => {
    expect(rootOf(path)).toBe(property);
  });
});
