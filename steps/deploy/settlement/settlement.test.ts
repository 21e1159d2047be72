import { encodeFunctionData, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { superchainConfigAbi } from "../../../chain/abi/SuperchainConfig.ts";
import { l1Chain } from "../../../chain/chains.ts";
import { l1Client, wallet } from "../../../chain/clients.ts";
import { executeBySafe } from "../../../chain/safe.ts";
import { settlement as smoke } from "../../smoke/rollup/settlement.ts";
import { settlementArtifacts } from "./artifacts.ts";
import { type Delivery, deliver } from "../delivery/deliver.ts";
import { origin } from "./origin.ts";
import { settlementPlan } from "./plan.ts";
import { settlement } from "./settlement.ts";
import { type DevL1, startDevL1 } from "../testing/dev-l1.ts";
import { type FaultyWire, faultyWire } from "../testing/faulty-wire.ts";
import {
  journalFile,
  OWNERS,
  originInputs,
  settlementInputs,
  testAddress,
  testContext,
  testKey,
} from "../testing/inputs.ts";

const INTERRUPTIONS = [0, 4, 17, 30];
const DEPLOYERS = [
  "whole",
  "foreign",
  "left alone",
  "small",
  ...INTERRUPTIONS.map((k) => `interrupted at ${k}`),
  "resumed",
];
let l1: DevL1;

beforeAll(async () => {
  l1 = await startDevL1([...DEPLOYERS, ...OWNERS].map(testAddress));
});
afterAll(() => l1.stop());

/** Decides the start of a deployment and runs it. */
async function deploy(deployer: string) {
  const files = { origin: journalFile("origin"), settlement: journalFile("settlement") };
  const start = await origin.run(originInputs(l1, deployer), testContext(files.origin));
  const inputs = settlementInputs(l1, deployer, start);
  return { inputs, start, files };
}

describe("a deployment", () => {
  it("puts everything where it was predicted, once", async () => {
    const { inputs, start, files } = await deploy("whole");
    const began = performance.now();
    const first = await settlement.run(inputs, testContext(files.settlement));
    console.log(
      `settlement: ${Math.round(performance.now() - began)} ms, ${first.gasUsed} gas in blocks ${first.blocks}`,
    );
    expect(first).toMatchObject({ addresses: start.settlement, transactions: 31, sent: 31 });
    expect(first.gasUsed).toBeLessThan(30_000_000);

    const again = await settlement.run(inputs, testContext(files.settlement));
    expect(again).toEqual({ ...first, sent: 0 });
    const withoutJournal = await settlement.run(inputs, testContext(journalFile("lost")));
    expect(withoutJournal).toEqual({ ...first, sent: 0 });

    const { keys: _, ...open } = inputs;
    expect((await smoke.run(open, testContext(journalFile("smoke")))).status).toBe("passed");
    const other = {
      ...open,
      l2: { ...open.l2, gasLimit: 60_000_000 },
      accounts: { ...open.accounts, proposer: zeroAddress },
    };
    const refused = smoke.run(other, testContext(journalFile("smoke")));
    await expect(refused).rejects.toThrow(
      /SystemConfig.gasLimit: expected 60000000, is 30000000[\s\S]*L2OutputOracle.proposer/,
    );

    const origin2 = await origin.run(originInputs(l1, "whole"), testContext(files.origin));
    expect(origin2).toEqual(start);
    expect(await origin.stale?.(originInputs(l1, "whole"), start)).toBeUndefined();
    const elsewhere = { ...start, origin: { ...start.origin, hash: `0x${"12".repeat(32)}` as const } };
    expect(await origin.stale?.(originInputs(l1, "whole"), elsewhere)).toMatch(/not the chain/);

    await safeActs(start.settlement);
  });

  async function safeActs(at: Awaited<ReturnType<typeof deploy>>["start"]["settlement"]) {
    const abi = superchainConfigAbi;
    const paused = () =>
      l1Client(l1).readContract({ address: at.SuperchainConfig, abi, functionName: "paused" });
    const owners = OWNERS.map(testKey);
    const pause = {
      safe: at.Safe,
      to: at.SuperchainConfig,
      data: encodeFunctionData({ abi, functionName: "pause", args: ["test"] }),
    };
    await expect(executeBySafe(l1, pause, owners.slice(0, 1))).rejects.toThrow(
      "wants 2 owners' signatures, and has 1",
    );
    await executeBySafe(l1, pause, owners.slice(1));
    expect(await paused()).toBe(true);
    await executeBySafe(
      l1,
      { ...pause, data: encodeFunctionData({ abi, functionName: "unpause" }) },
      owners.slice(0, 2),
    );
    expect(await paused()).toBe(false);
    await expect(
      executeBySafe(l1, { ...pause, to: at.ProxyAdmin, data: "0x12345678" }, owners),
    ).rejects.toThrow("GS013");
  }

  it.each(INTERRUPTIONS)("goes on after an interruption at sending %i", async (k) => {
    const { inputs, start, files } = await deploy(`interrupted at ${k}`);
    const interruption = new AbortController();
    const wire = await faultyWire(l1.rpcUrl, (sending) => {
      if (sending >= k) interruption.abort();
      return sending >= k;
    });
    const broken = { ...inputs, l1: { ...inputs.l1, rpcUrl: wire.rpcUrl } };
    await expect(
      settlement.run(broken, testContext(files.settlement, interruption.signal)),
    ).rejects.toThrow();
    await wire.close();

    const resumed = await settlement.run(inputs, testContext(files.settlement));
    expect(resumed.addresses).toEqual(start.settlement);
    expect(resumed.sent).toBe(31 - k);
  });
});

describe("what can't go on", () => {
  it("says that an L1 answers no more, and goes on when it does", async () => {
    const { inputs, start, files } = await deploy("left alone");
    const gone = 17;
    const wire: FaultyWire = await faultyWire(l1.rpcUrl, (sending) => {
      if (sending === gone) void wire.close();
      return sending >= gone;
    });
    const { transactions } = settlementPlan(inputs, settlementArtifacts());
    const delivery: Delivery = {
      of: "the settlement layer",
      chain: "L1",
      client: l1Client({ ...l1, rpcUrl: wire.rpcUrl }),
      chainId: l1.chainId,
      account: privateKeyToAccount(inputs.keys.deployer),
      firstNonce: start.nonce,
      transactions,
      since: start.origin.number,
      identity: "left alone",
      deadline: 60,
      silence: 2,
    };
    await expect(deliver(delivery, testContext(files.settlement))).rejects.toMatchObject({
      message: "L1 has not answered for 2 s while deploying the settlement layer",
      where: wire.rpcUrl,
    });
    const { sent } = await settlement.run(inputs, testContext(files.settlement));
    expect(sent).toBe(transactions.length - gone);
  });

  it("names a foreign transaction that used a nonce", async () => {
    const { inputs, files } = await deploy("foreign");
    const hash = await wallet(testKey("foreign"), l1Chain(l1)).sendTransaction({
      to: zeroAddress,
      value: 1n,
    });
    await l1Client(l1).waitForTransactionReceipt({ hash });
    const run = settlement.run(inputs, testContext(files.settlement));
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining('planned for "create ProxyAdmin"'),
      where: expect.stringContaining(hash),
    });
  });

  it("names the transaction that fails and the reason", async () => {
    const { inputs, files } = await deploy("small");
    const tooSmall = { ...inputs, l2: { ...inputs.l2, gasLimit: 1 } };
    const run = settlement.run(tooSmall, testContext(files.settlement));
    await expect(run).rejects.toThrow('"initialise SystemConfig" failed: SystemConfig: gas limit too low');
  });

  it("says what a poor deployer lacks", async () => {
    const { inputs, files } = await deploy("poor");
    await expect(settlement.run(inputs, testContext(files.settlement))).rejects.toThrow(
      /may cost \d+ wei, but the deployer has 0/,
    );
  });

  it("refuses another chain at once", async () => {
    const inputs = originInputs({ ...l1, chainId: 1 }, "whole");
    await expect(origin.run(inputs, testContext(journalFile("origin")))).rejects.toThrow(
      "L1 has chain ID 714, expected 1",
    );
  });
});
