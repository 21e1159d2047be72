import { type Address, erc20Abi } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { entryPoint08Abi, entryPoint08Address } from "viem/account-abstraction";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { loadObject } from "../../config/index.ts";
import { stakePoolAbi } from "../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { l2Client } from "../../chain/clients.ts";
import { projectRoot } from "../../lib/root.ts";
import { subnetCalled } from "../../subnets/addresses.ts";
import { identityKey } from "../../subnets/keys.ts";
import { PHASES } from "../../subnets/phases.ts";
import { until } from "../../lib/wait.ts";
import { TestStack } from "./stack.ts";

const WORDS = {
  name: "words",
  model: "keywords",
  // Long enough to reveal for a bundler that starts again meanwhile.
  phases: { commit: 16, reveal: 36, aggregate: 81, length: 83 },
  miners: [{ count: 2 }],
  validators: [{ gas: "tora" }],
};
/** Seconds until a validator that has just begun has been through an epoch. */
const EPOCHS = 240;

const stack = new TestStack("e2e-subnet-gas");
beforeAll(() => stack.make({ subnets: [WORDS] }));
afterAll(() => stack.remove());

/** The chain, and the only validator of its only subnet. */
async function chain() {
  const { l2, contracts } = await stack.json<DevnetOutputs>("outputs");
  const client = l2Client(l2);
  const addresses = contracts.l2 as Record<string, Address>;
  const at = await subnetCalled(client, addresses.SubnetRegistry as Address, "words");
  if (!at) throw new Error("there is no subnet words");
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const owner = privateKeyToAddress(identityKey(keys.subnets, "validator-0"));
  return { client, addresses, at, owner, subnet: { address: at.subnet, abi: subnetAbi } as const };
}

interface View {
  aggregated: number;
  validators: { account: Address; dividend: number; stake: string }[];
}
const view = () => stack.json<View>("subnet", "show", "words");

test("a phase that is too short for operations is refused before anything is started", async () => {
  const short = { ...WORDS, phases: { commit: 5, reveal: 9, aggregate: 13, length: 14 } };
  const { exitCode, all } = await stack.run("up", "--yes", "--set", `subnets=${JSON.stringify([short])}`);
  expect(exitCode).not.toBe(0);
  expect(all).toContain("leave 4 s to commit and 4 s to reveal");
  expect(all).toContain("at least 20 s (20 blocks)");
});

test("a validator without any BNB runs an epoch, earns, and pays its gas in TORA", async () => {
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  const { client, addresses, owner } = await chain();
  const paid = async () => {
    const shown = await view();
    return (shown.validators[0]?.dividend ?? 0) > 0 ? shown : undefined;
  };
  const { validators } = await until("a dividend", paid, { deadline: EPOCHS, every: 2000 });
  const [{ account, dividend, stake } = {}] = validators;
  expect(validators).toHaveLength(1);
  expect(dividend).toBeGreaterThan(0.99);
  expect(stake).toBe("2000");
  expect(account).not.toBe(owner);
  for (const address of [account as Address, owner]) expect(await client.getBalance({ address })).toBe(0n);
  expect(await client.getTransactionCount({ address: owner })).toBe(0);
  expect(await client.getCode({ address: account as Address })).toBeDefined();

  const operations = await client.getContractEvents({
    address: entryPoint08Address,
    abi: entryPoint08Abi,
    eventName: "UserOperationEvent",
    args: { sender: account as Address, paymaster: addresses.ToraPaymaster as Address },
    fromBlock: 0n,
    strict: true,
  });
  // Consent, approval, seat; commitment, reveal, and at least one of the aggregation.
  expect(operations.filter(({ args }) => args.success).length).toBeGreaterThanOrEqual(6);
  const moved = async (from: Address, to: Address) =>
    (
      await client.getContractEvents({
        address: addresses.ToraToken as Address,
        abi: erc20Abi,
        eventName: "Transfer",
        args: { from, to },
        fromBlock: 0n,
        strict: true,
      })
    ).reduce((sum, { args }) => sum + args.value, 0n);
  const paymaster = addresses.ToraPaymaster as Address;
  const fees = (await moved(account as Address, paymaster)) - (await moved(paymaster, account as Address));
  expect(fees).toBeGreaterThan(0n);
});

test("a reveal is made though the bundler and the validators are killed when it is due", async () => {
  const { client, subnet } = await chain();
  const due = async () => {
    const [epoch, phase, left] = await client.readContract({ ...subnet, functionName: "phaseNow" });
    return PHASES[phase] === "commit" && left <= 1 ? epoch : undefined;
  };
  const epoch = await until("the end of the commitments", due, { deadline: 120, every: 200 });
  const all = await stack.processes();
  const victims = all.filter(({ argv }) => /validator\.cjs|alto/.test(argv.join(" ")));
  expect(victims.length).toBeGreaterThanOrEqual(2);
  for (const { pid } of victims) process.kill(pid, "SIGKILL");
  const events = async (eventName: "ScoresCommitted" | "ScoresRevealed") =>
    client.getContractEvents({ ...subnet, eventName, args: { epoch }, fromBlock: 0n, strict: true });
  expect(await events("ScoresCommitted")).toHaveLength(1);
  const revealed = async () => (await events("ScoresRevealed")).length === 1;
  await until("the reveal", revealed, { deadline: 60, every: 500 });
});

test("it leaves with its subnet and asks its stake back, by operations again", async () => {
  const { client, at } = await chain();
  const account = (await view()).validators[0]?.account as Address;
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const validator = () => client.readContract({ ...pool, functionName: "validatorOf", args: [account] });
  expect(await validator()).toMatchObject({ seated: true });
  const { exitCode, all } = await stack.run("up", "--yes", "--set", "subnets=[]");
  expect(exitCode, all).toBe(0);
  expect(await validator()).toMatchObject({ seated: false });
  const args = [account, account] as const;
  const asked = await client.readContract({ ...pool, functionName: "unbondingsOf", args });
  expect(asked.length).toBe(1);
  expect(await client.getBalance({ address: account })).toBe(0n);
});
