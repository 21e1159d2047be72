import { beforeAll, describe, expect, it } from "vitest";
import { compareStorage, type StorageChange } from "./compare.ts";
import { implementations } from "./validator.ts";

/** A contract before and after an upgrade: its body, or the whole of it where it is no ordinary one. */
interface Upgrade {
  before: string;
  after: string;
  /** Contracts that it inherits, below which its own variables are. */
  bases?: { before: string; after: string };
}

const BASE = (variables: string) => `abstract contract $Base { ${variables} }`;
const DATA = (members: string) => `
  /// @custom:storage-location erc7201:test.$
  struct Data { ${members} }`;
const STAKE = (members: string) => `struct Stake { ${members} } mapping(address => Stake[]) stakes;`;

const UPGRADES = {
  Appended: {
    before: "uint256 a; address b;",
    after: "uint256 a; address b; uint96 c; mapping(address => uint256) d;",
  },
  GapUsed: {
    bases: {
      before: BASE("uint256 a; uint256[50] __gap;"),
      after: BASE("uint256 a; uint256 b; uint256[49] __gap;"),
    },
    before: "uint256 own;",
    after: "uint256 own;",
  },
  NamespaceGrown: { before: DATA("uint256 a; address b;"), after: DATA("uint256 a; address b; uint256 c;") },
  Inserted: { before: "uint256 a; address b;", after: "uint256 first; uint256 a; address b;" },
  Packed: { before: "uint256 a; uint64 b; address c;", after: "uint256 a; uint128 b; address c;" },
  GapShrunk: {
    bases: { before: BASE("uint256 a; uint256[50] __gap;"), after: BASE("uint256 a; uint256[49] __gap;") },
    before: "uint256 own;",
    after: "uint256 own;",
  },
  Removed: { before: "uint256 a; address b;", after: "address b;" },
  Swapped: { before: "uint256 a; uint256 b;", after: "uint256 b; uint256 a;" },
  NamespaceInserted: { before: DATA("uint256 a; address b;"), after: DATA("uint256 a; bool x; address b;") },
  NamespaceLost: { before: DATA("uint256 a;"), after: "uint256 b;" },
  StructChanged: { before: STAKE("uint128 amount;"), after: STAKE("uint128 amount; uint128 since;") },
  Constructed: { before: "uint256 a;", after: "uint256 a = 7; constructor() { a = 1; }" },
  Called: {
    before: "uint256 a;",
    after:
      "uint256 a; function run(address to) external { (bool ok,) = to.delegatecall(msg.data); require(ok); }",
  },
} satisfies Record<string, Upgrade>;

const HEAD = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
`;

function source(name: string, when: "before" | "after"): string {
  const { bases, ...bodies }: Upgrade = UPGRADES[name as keyof typeof UPGRADES];
  const text = `${HEAD}
    ${bases?.[when] ?? ""}
    contract $ is UUPSUpgradeable ${bases ? ", $Base" : ""} {
      ${bodies[when]}
      function _authorizeUpgrade(address) internal override {}
    }`;
  return text.replaceAll("$", name);
}

/** Neither is in the table: one loses what makes it upgradeable, the other never had it. */
const FINAL = {
  before: `${HEAD} contract Final is UUPSUpgradeable { uint256 a; function _authorizeUpgrade(address) internal override {} }`,
  after: `${HEAD} contract Final { uint256 a; } contract Plain { constructor() {} }`,
};

const sources = (when: "before" | "after") => ({
  ...Object.fromEntries(Object.keys(UPGRADES).map((name) => [`${name}.sol`, source(name, when)])),
  "Final.sol": FINAL[when],
});

let changes: Map<string, StorageChange>;

// Two questions to the compiler for each side answer for all of them.
beforeAll(async () => {
  const before = await implementations(sources("before"));
  const after = await implementations(sources("after"));
  changes = new Map(compareStorage(before, after).map((change) => [change.name, change]));
}, 600_000);

const problemsOf = (name: string) => changes.get(name)?.problems.join("\n");

describe("an upgrade that keeps storage", () => {
  it.each(["Appended", "GapUsed", "NamespaceGrown"])("passes: %s", (name) => {
    expect(changes.get(name)).toMatchObject({ status: "changed", problems: [] });
  });

  it("shows where the new variables are", () => {
    expect(changes.get("Appended")?.lines).toEqual([
      "storage:",
      "    uint256 a  slot 0",
      "    address b  slot 1",
      "  + uint96 c  slot 1, byte 20",
      "  + mapping(address => uint256) d  slot 2",
    ]);
    expect(changes.get("GapUsed")?.lines).toEqual([
      "storage:",
      "    uint256 a  slot 0",
      "  - uint256[50] __gap  slot 1",
      "  + uint256 b  slot 1",
      "  + uint256[49] __gap  slot 2",
      "    uint256 own  slot 51",
    ]);
    expect(changes.get("NamespaceGrown")?.lines).toContain("namespace test.NamespaceGrown:");
    expect(changes.get("NamespaceGrown")?.lines).toContain("  + uint256 c  slot 2");
  });

  it("is only looked for among what can be upgraded", () => {
    expect([...changes.keys()].sort()).toEqual([...Object.keys(UPGRADES), "Final"].sort());
  });
});

describe("an upgrade that spoils storage is refused", () => {
  it.each([
    ["Inserted", /Inserted `first`.*after all existing/s],
    ["Packed", /Upgraded `b` to an incompatible type.*uint64 to uint128/s],
    ["GapShrunk", /`__gap`.*from 50 to 49.*must match/s],
    ["Removed", /Deleted `a`.*Keep the variable even if unused/s],
    ["Swapped", /`a`/],
    ["NamespaceInserted", /Inserted `x`/],
    ["NamespaceLost", /Deleted namespace `erc7201:test.NamespaceLost`/],
    ["StructChanged", /`stakes`.*Stake/s],
  ])("%s", (name, reason) => {
    expect(problemsOf(name)).toMatch(reason);
    expect(changes.get(name)?.lines).not.toEqual([]);
  });

  it("with the struct's members, wherever it is used", () => {
    expect(changes.get("StructChanged")?.lines).toContain("  + uint128 since  slot 0, byte 16");
  });
});

describe("code that must not stand behind a proxy is refused", () => {
  it.each([
    ["Constructed", /Constructed\.sol:\d+: what a constructor does stays/],
    ["Constructed", /Constructed\.sol:\d+: a first value stays/],
    ["Called", /Called\.sol:\d+: a delegatecall/],
    ["Final", /Final\.sol:\d+: no longer UUPS/],
  ])("%s", (name, reason) => expect(problemsOf(name)).toMatch(reason));
});
