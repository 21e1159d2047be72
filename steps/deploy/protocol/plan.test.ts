import { zeroAddress } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureProtocol } from "../../../toolchain/index.ts";
import { testAddress } from "../testing/inputs.ts";
import { testRules } from "../testing/rules.ts";
import { constructorArguments, initialiserArguments } from "./arguments.ts";
import { type ArtifactOf, artifacts } from "./artifacts.ts";
import { l1Contents } from "./contents-l1.ts";
import { l2Contents } from "./contents-l2.ts";
import { type Entry, isContract, proxied } from "./entries.ts";
import { addressesOf, places, transactionsOf } from "./plan.ts";
import { checkContents } from "./powers.ts";
import type { ProtocolAccounts } from "./rules.ts";
import type { World } from "./world.ts";

const deployer = testAddress("deployer");
const start = { deployer, nonce: 5, present: [] };
const accounts: ProtocolAccounts = {
  deployer,
  safe: testAddress("safe"),
  guardian: testAddress("guardian"),
  operator: testAddress("operator"),
  treasury: testAddress("treasury"),
  holder: testAddress("holder"),
};
const world: World = {
  rules: testRules,
  accounts,
  l1: () => testAddress("somewhere"),
  l2: () => testAddress("somewhere"),
};
let artifact: ArtifactOf;

beforeAll(async () => {
  await ensureProtocol();
  artifact = artifacts();
});

const contract = (entries: Entry[], name: string) =>
  entries.find((entry) => isContract(entry) && entry.name === name);
const check = (entries: Entry[]) => checkContents(places(entries, start), deployer, artifact);

describe("places", () => {
  it("counts a nonce for every transaction, and none for what is there already", () => {
    const contents = l2Contents(world);
    const all = places(contents, start);
    const transactions = transactionsOf(contents, start, artifact);
    for (const { contract, address } of all) {
      const name = contract.kind === "proxied" ? `create ${contract.name} proxy` : `create ${contract.name}`;
      const made = transactions.find(({ what }) => what === name);
      expect(made?.creates, contract.name).toBe(address);
    }
    const later = { ...start, present: ["EntryPoint"] };
    expect(transactionsOf(contents, later, artifact)).toHaveLength(transactions.length - 1);
    const moved = addressesOf(places(contents, later));
    const before = addressesOf(all);
    expect(moved.EntryPoint).toBe(before.EntryPoint);
    expect(moved.ToraToken).toBe(before.ToraToken);
    expect(moved.ToraPaymaster).not.toBe(before.ToraPaymaster);
  });

  it("names a contract once", () => {
    for (const contents of [l1Contents(world), l2Contents(world)]) {
      const names = places(contents, start).map(({ contract }) => contract.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("the contents", () => {
  it("state every power, and leave none to the deployer", () => {
    check(l1Contents(world));
    check(l2Contents(world));
  });

  it("let the governor alone propose, and the guardian cancel", () => {
    const governor = testAddress("ToraGovernor");
    const timelock = contract(l2Contents({ ...world, l2: testAddress }), "ToraTimelock");
    expect(timelock).toMatchObject({
      initial: { proposers: [governor] },
      roles: { PROPOSER_ROLE: [governor], CANCELLER_ROLE: [governor, accounts.guardian] },
    });
  });

  it("give L1 to the Safe, or to the executor where there is a messenger", () => {
    expect(l1Contents(world).some((entry) => isContract(entry) && entry.name === "L1Executor")).toBe(false);
    expect(contract(l1Contents(world), "WTORA")).toMatchObject({ is: { owner: accounts.safe } });

    const l1Messenger = testAddress("messenger");
    const governance = { ...world.rules.governance, l1Messenger };
    const contents = l1Contents({
      rules: { ...world.rules, governance },
      accounts,
      l1: testAddress,
      l2: testAddress,
    });
    check(contents);
    for (const owned of ["UpgradeManager", "WTORA"]) {
      expect(contract(contents, owned)).toMatchObject({ is: { owner: testAddress("L1Executor") } });
    }
    expect(contract(contents, "L1Executor")).toMatchObject({
      code: { messenger: l1Messenger, timelock: testAddress("ToraTimelock") },
    });
  });

  it("are refused where they forget a power or a role", () => {
    const initial = { owner: accounts.safe };
    const manager = (is: Record<string, unknown>) => [proxied("UpgradeManager", { initial, is })];
    expect(() => check(manager({ owner: accounts.safe }))).toThrow("do not state: upgradeManager");
    const timelock = proxied("ToraTimelock", {
      initial: {},
      is: { upgradeManager: zeroAddress },
      roles: { PROPOSER_ROLE: [] },
    });
    expect(() => check([timelock])).toThrow(/ToraTimelock has a role .* CANCELLER_ROLE|DEFAULT_ADMIN_ROLE/);
  });

  it("are refused where the deployer keeps a power", () => {
    const keep = { owner: deployer.toLowerCase(), upgradeManager: accounts.safe };
    expect(() => check([proxied("UpgradeManager", { initial: {}, is: keep })])).toThrow(
      "UpgradeManager is left in the power of the deployer",
    );
    const asGuardian = { ...world, accounts: { ...accounts, guardian: deployer } };
    expect(() => check(l2Contents(asGuardian))).toThrow("left in the power of the deployer");
  });
});

describe("named arguments", () => {
  it("are put in the contract's order", () => {
    const { abi } = artifact("ToraToken");
    const named = { decimals: 18, remoteToken: "0x2", bridge: "0x1" };
    expect(constructorArguments("ToraToken", abi, named)).toEqual(["0x1", "0x2", 18]);
  });

  it("choose among initialisers", () => {
    const { abi } = artifact("ToraTimelock");
    const named = { delay: 1n, proposers: [], executors: [], admin: "0x1", upgradeManager: "0x2" };
    expect(initialiserArguments("ToraTimelock", abi, named).args).toEqual([1n, [], [], "0x1", "0x2"]);
  });

  it("are refused with what the contract wants", () => {
    const { abi } = artifact("ToraToken");
    expect(() => constructorArguments("ToraToken", abi, { bridge: "0x1", token: "0x2" })).toThrow(
      "ToraToken's constructor wants bridge, remoteToken, decimals, and is given bridge, token",
    );
    expect(() => initialiserArguments("EntryPoint", [], {})).toThrow("EntryPoint has no initialiser");
  });
});
