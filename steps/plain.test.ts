import { describe, expect, it } from "vitest";
import { plainResult } from "./plain.ts";

const plain = (result: unknown) => plainResult("deploy/test", result);

describe("a step's result", () => {
  it("is plain JSON", () => {
    const result = { text: "words", list: [1, undefined, null, { on: true }], none: undefined };
    expect(plain(result)).toEqual({ text: "words", list: [1, null, null, { on: true }] });
  });

  it.each([
    ["result.gas is a bigint", { gas: 1n }],
    ["result.list[1].when is a Date", { list: [0, { when: new Date() }] }],
    ["result.rate is NaN", { rate: Number.NaN }],
    ["result.run is a function", { run: () => 1 }],
    ["result is not an object", [1]],
    ["result is not an object", undefined],
  ])("is refused where %s", (problem, result) => {
    expect(() => plain(result)).toThrow(
      `deploy/test returned a result that the state cannot store: ${problem}`,
    );
  });
});
