import { describe, expect, it } from "vitest";
import { type Element, type Finding, judge, placeOf } from "./findings.ts";

const pool: Element = { type: "contract", name: "StakePool", type_specific_fields: {} };
const withdraw: Element = {
  type: "function",
  name: "withdraw",
  type_specific_fields: { parent: pool, signature: "withdraw(uint256)" },
};
const statement: Element = {
  type: "node",
  name: "total -= amount",
  type_specific_fields: { parent: withdraw },
};
const finding = (check: string, ...elements: Element[]): Finding => ({
  check,
  impact: "High",
  description: check,
  elements,
});

describe("a finding's place", () => {
  it.each([
    [pool, "StakePool"],
    [withdraw, "StakePool.withdraw(uint256)"],
    [statement, "StakePool.withdraw(uint256)"],
    [{ type: "variable", name: "total", type_specific_fields: { parent: pool } }, "StakePool.total"],
  ])("is what it names first", (element, place) => {
    expect(placeOf(finding("any", element, pool))).toBe(place);
  });

  it("is nowhere where nothing is named", () => expect(placeOf(finding("any"))).toBe(""));
});

describe("judge", () => {
  const reentrancy = finding("reentrancy", withdraw, statement);
  const locked = finding("locked-ether", pool);
  const why = "the token is ours and calls nobody";

  it("lets pass what is explained, and nothing else", () => {
    const explained = { check: "reentrancy", why, in: ["StakePool.withdraw(uint256)"] };
    expect(judge([reentrancy, locked], [explained])).toEqual({ unexplained: [locked], stale: [] });
  });

  it("does not take one detector's explanation for another's", () => {
    const explained = { check: "locked-ether", why, in: ["StakePool", "StakePool.withdraw(uint256)"] };
    expect(judge([reentrancy, locked], [explained])).toEqual({
      unexplained: [reentrancy],
      stale: ["locked-ether in StakePool.withdraw(uint256)"],
    });
  });
});
