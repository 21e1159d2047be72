import { zeroAddress } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureProtocol } from "../../../toolchain/index.ts";
import { testAddress } from "../testing/inputs.ts";
import { testParameters } from "../testing/parameters.ts";
import { constructorArguments, initialiserArguments } from "./arguments.ts";
import { type ArtifactOf, artifacts } from "./artifacts.ts";
import { l1Plan } from "./plan-l1.ts";
import { l2Plan } from "./plan-l2.ts";
import { type Entry, isContract, proxied } from "./entries.ts";
import { addressesOf, places, transactionsOf } from "./plan.ts";
import { checkPlan } from "./permissions.ts";
import type { ProtocolAccounts } from "./parameters.ts";
import type { DeploymentContext } from "./context.ts";

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
const context: DeploymentContext = {
  parameters: testParameters,
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
const check = (entries: Entry[]) => checkPlan(places(entries, start), deployer, artifact);

describe("places", () => {
  it("counts a nonce for every transaction, and none for what is there already", () => {
    const plan = l2Plan(context);
    const all = places(plan, start);
    const transactions = transactionsOf(plan, start, artifact);
    for (const { contract, address } of all) {
      const name = contract.kind === "proxied" ? `create ${contract.name} proxy` : `create ${contract.name}`;
      const made = transactions.find(({ what }) => what === name);
      expect(made?.creates, contract.name).toBe(address);
    }
    const later = { ...start, present: ["EntryPoint"] };
    expect(transactionsOf(plan, later, artifact)).toHaveLength(transactions.length - 1);
    const moved = addressesOf(places(plan, later));
    const before = addressesOf(all);
    expect(moved.EntryPoint).toBe(before.EntryPoint);
    expect(moved.ToraToken).toBe(before.ToraToken);
    expect(moved.ToraPaymaster).not.toBe(before.ToraPaymaster);
  });

  it("names a contract once", () => {
    for (const plan of [l1Plan(context), l2Plan(context)]) {
      const names = places(plan, start).map(({ contract }) => contract.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("the plans", () => {
  it("state every permission, and leave none to the deployer", () => {
    check(l1Plan(context));
    check(l2Plan(context));
  });

  it("let the governor alone propose, and the guardian cancel", () => {
    const governor = testAddress("ToraGovernor");
    const timelock = contract(l2Plan({ ...context, l2: testAddress }), "ToraTimelock");
    expect(timelock).toMatchObject({
      initial: { proposers: [governor] },
      roles: { PROPOSER_ROLE: [governor], CANCELLER_ROLE: [governor, accounts.guardian] },
    });
  });

  it("give L1 to the Safe, or to the executor where there is a messenger", () => {
    expect(l1Plan(context).some((entry) => isContract(entry) && entry.name === "L1Executor")).toBe(false);
    expect(contract(l1Plan(context), "WTORA")).toMatchObject({ is: { owner: accounts.safe } });

    const l1Messenger = testAddress("messenger");
    const governance = { ...context.parameters.governance, l1Messenger };
    const plan = l1Plan({
      parameters: { ...context.parameters, governance },
      accounts,
      l1: testAddress,
      l2: testAddress,
    });
    check(plan);
    for (const owned of ["UpgradeManager", "WTORA"]) {
      expect(contract(plan, owned)).toMatchObject({ is: { owner: testAddress("L1Executor") } });
    }
    expect(contract(plan, "L1Executor")).toMatchObject({
      code: { messenger: l1Messenger, timelock: testAddress("ToraTimelock") },
    });
  });

  it("are refused where they forget a permission or a role", () => {
    const initial = { owner: accounts.safe };
    const manager = (is: Record<string, unknown>) => [proxied("UpgradeManager", { initial, is })];
    expect(() => check(manager({ owner: accounts.safe }))).toThrow("missing from the plan: upgradeManager");
    const timelock = proxied("ToraTimelock", {
      initial: {},
      is: { upgradeManager: zeroAddress },
      roles: { PROPOSER_ROLE: [] },
    });
    expect(() => check([timelock])).toThrow(/ToraTimelock has a role .* CANCELLER_ROLE|DEFAULT_ADMIN_ROLE/);
  });

  it("are refused where the deployer keeps a permission", () => {
    const keep = { owner: deployer.toLowerCase(), upgradeManager: accounts.safe };
    expect(() => check([proxied("UpgradeManager", { initial: {}, is: keep })])).toThrow(
      "UpgradeManager leaves a permission with the deployer",
    );
    const asGuardian = { ...context, accounts: { ...accounts, guardian: deployer } };
    expect(() => check(l2Plan(asGuardian))).toThrow("leaves a permission with the deployer");
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
      "ToraToken's constructor takes bridge, remoteToken, decimals, but the plan gives bridge, token",
    );
    expect(() => initialiserArguments("EntryPoint", [], {})).toThrow("EntryPoint has no initialiser");
  });
});
