import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

it.each([
  ["blocktime", "blockTime"],
  ["blockTme", "blockTime"],
  ["chanId", "chainId"],
  ["gas", undefined],
  ["", undefined],
])("%s is near to %s", (word, meant) => {
  expect(nearest(word, ["chainId", "blockTime", "gasLimit"])).toBe(meant);
});

it("prefers the closest of several", () => {
  expect(nearest("l1", ["l2", "L1"])).toBe("L1");
});
