import fs from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Address, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { loadObject } from "../../config/index.ts";
import type { SubnetInput } from "../../config/subnets.ts";
import { l2Client } from "../../chain/clients.ts";
import { projectRoot } from "../../lib/root.ts";
import { identityKey } from "../../subnets/keys.ts";
import { subnetCalled } from "../../subnets/addresses.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { keywords } from "../../subnets/inference/keywords.ts";
import { PHASES } from "../../subnets/phases.ts";
import { until } from "../../lib/wait.ts";
import { makeEnvironment } from "../../toolchain/python.ts";
import { TestStack } from "./stack.ts";

const stack = new TestStack("e2e-subnets");
const stackFile = path.join(projectRoot(), "stacks", `Pulumi.${stack.name}.yaml`);
/** Phases of `text`, in blocks, in which validators that were killed are back in time, also on a busy machine. */
const PATIENT = { commit: 6, reveal: 12, aggregate: 20, length: 21 };
beforeAll(async () => {
  await stack.make();
  const document = parseDocument(await fs.readFile(stackFile, "utf8"));
  document.setIn(["config", "tensora:subnets", 0, "phases"], document.createNode(PATIENT));
  await fs.writeFile(stackFile, document.toString());
});
afterAll(() => stack.remove());

interface Line {
  name: string;
  status: string;
  detail: string;
}
interface View {
  name: string;
  retired: boolean;
  epoch: number;
  phase: string;
  aggregated: number;
  miners: { uid: number; account: Address; incentive: number; endpoint: string }[];
  validators: { account: Address; dividend: number; stake: string }[];
}

const outputs = () => stack.json<DevnetOutputs>("outputs");
const view = (name: string) => stack.json<View>("subnet", "show", name);
const up = async (...args: string[]) => {
  const { exitCode, all } = await stack.run("up", "--yes", ...args);
  expect(exitCode, all).toBe(0);
  return all;
};

/** The subnet `text` on the chain. */
async function text() {
  const { l2, contracts } = await outputs();
  const client = l2Client(l2);
  const at = await subnetCalled(client, contracts.l2.SubnetRegistry as Address, "text");
  if (!at) throw new Error("there is no subnet text");
  return { client, at, subnet: { address: at.subnet, abi: subnetAbi } as const };
}

async function metricsOf(name: string): Promise<string> {
  const { services } = await outputs();
  return services.find((service) => service.name === name)?.metricsUrl ?? "";
}

const scrape = async (name: string) => (await fetch(await metricsOf(name))).text();

/** A metric of the validators, summed. */
const metric = async (name: string) => sumOf(name, await scrape("validators"));

const sumOf = (name: string, scraped: string): number =>
  scraped
    .split("\n")
    .filter((line) => line.startsWith(name))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);

test("up runs two subnets through two full epochs, and every gate passes", async () => {
  const all = await up();
  for (const gate of ["epochs", "incentives", "yuma", "emissions"])
    expect(all).toMatch(new RegExp(`smoke/subnet-${gate} +passed`));
  expect(all).toMatch(/smoke\/inference +passed/);
});

test("subnet ls and show say what the chain says", async () => {
  const all = await stack.json<View[]>("subnet", "ls");
  expect(all.map(({ name }) => name)).toEqual(["text", "words"]);
  const { miners, validators, aggregated } = await view("text");
  expect(miners).toHaveLength(5);
  expect(validators).toHaveLength(3);
  expect(aggregated).toBeGreaterThanOrEqual(3);
  const { exitCode, stdout } = await stack.run("subnet", "show", "text");
  expect(exitCode).toBe(0);
  for (const { account } of [...miners, ...validators]) expect(stdout).toContain(account);
});

test("no key of a miner or validator is in outputs, state, logs or arguments", async () => {
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const names = ["text-0", "words-2", "validator-0", "validator-2"];
  const secrets = names.map((name) => identityKey(keys.subnets, name).slice(2));
  const state = path.join(projectRoot(), ".pulumi", "stacks", "tensora", `${stack.name}.json`);
  const texts = [
    JSON.stringify(await outputs()),
    await fs.readFile(state, "utf8"),
    JSON.stringify((await stack.processes()).map(({ argv }) => argv)),
  ];
  for (const log of ["miners", "validators"])
    texts.push(await fs.readFile(path.join(stack.dir, "logs", `${log}.log`), "utf8"));
  for (const secret of secrets) expect(texts.filter((shown) => shown.includes(secret))).toEqual([]);
});

test("validators that are killed in any phase miss no reveal", async () => {
  const { client, at, subnet } = await text();
  const from = await client.getBlockNumber();
  const metrics = await metricsOf("validators");
  const killed: bigint[] = [];
  for (const phase of ["query", "commit", "reveal"] as const) {
    const tried: bigint[] = [];
    const now = async () => {
      const [epoch, number, left] = await client.readContract({ ...subnet, functionName: "phaseNow" });
      // With time enough to start again.
      return PHASES[number] === phase && left >= 5 && ![...killed, ...tried].includes(epoch)
        ? epoch
        : undefined;
    };
    // A busy machine starts them too late now and then: that epoch says nothing.
    let inTime = false;
    while (!inTime && tried.length < 5) {
      const epoch = await until(`the phase ${phase}`, now, { deadline: 90, every: 100 });
      tried.push(epoch);
      const [found] = (await stack.processes()).filter(({ argv }) =>
        argv.join(" ").includes("validator.cjs"),
      );
      process.kill(found?.pid ?? Number.NaN, "SIGKILL");
      const back = async () => sumOf("tensora_validator_seated", await (await fetch(metrics)).text()) > 0;
      await until("the validators to be back", back, { deadline: 60, every: 100 });
      const [current, number, left] = await client.readContract({ ...subnet, functionName: "phaseNow" });
      inTime = current === epoch && PHASES[number] === phase && left >= 1;
    }
    expect(inTime, `the validators came back too late ${tried.length} times`).toBe(true);
    killed.push(...tried.slice(-1));
  }
  const last = killed.at(-1) ?? 0n;
  const over = async () =>
    (await client.readContract({ ...subnet, functionName: "currentEpoch" })) > last + 1n;
  await until(`the epoch after ${last}`, over, { deadline: 90, every: 250 });
  const events = async (eventName: "ScoresCommitted" | "ScoresRevealed" | "ValidatorSlashed") =>
    (
      await client.getContractEvents({
        address: at.subnet,
        abi: subnetAbi,
        eventName,
        fromBlock: from,
        strict: true,
      })
    )
      .filter(({ args }) => killed.includes(args.epoch))
      .map(({ args }) => `${args.epoch} ${args.validator}`);
  const [commits, reveals] = [new Set(await events("ScoresCommitted")), await events("ScoresRevealed")];
  expect(reveals.sort()).toEqual([...commits].sort());
  expect(commits.size).toBeGreaterThanOrEqual(2 * 3);
  expect(await events("ValidatorSlashed")).toEqual([]);
  expect(await metric("tensora_validator_reveals_missed_total")).toBe(0);
});

test("a subnet is added by an edit and up, and drained when it is taken out", async () => {
  const before = await fs.readFile(stackFile, "utf8");
  const { config } = parse(before) as { config: { "tensora:subnets": SubnetInput[] } };
  const [, words] = config["tensora:subnets"];
  const third = { ...words, name: "third", miners: [{ count: 1 }], validators: [{ count: 2 }] };
  await up("--set", `subnets=${JSON.stringify([...config["tensora:subnets"], third])}`);
  const { miners, aggregated } = await view("third");
  expect(miners[0]?.incentive).toBeGreaterThan(0.99);
  expect(aggregated).toBeGreaterThanOrEqual(3);

  await up();
  expect(await view("third")).toMatchObject({ retired: true, miners: [] });
  // The stake comes back two epochs after it was asked for.
  const gone = async () => !(await scrape("exporter")).includes('tensora_subnet_epoch{subnet="third"}');
  await until("the metrics of the subnet to be gone", gone, { deadline: 60, every: 1000 });
  const back = async () => (await up()).includes("unchanged (");
  await until("all stakes to be back", back, { deadline: 120, every: 5000 });
  const { l2, contracts } = await outputs();
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const { address } = privateKeyToAccount(identityKey(keys.subnets, "validator-1"));
  const tora = await l2Client(l2).readContract({
    address: contracts.l2.ToraToken as Address,
    abi: [
      {
        type: "function",
        name: "balanceOf",
        inputs: [{ type: "address" }],
        outputs: [{ type: "uint256" }],
        stateMutability: "view",
      },
    ],
    functionName: "balanceOf",
    args: [address],
  });
  expect(tora).toBeGreaterThanOrEqual(2000n * 10n ** 18n);
});

test("a miner in Python registers by itself, is scored, and earns", async () => {
  const { l2, contracts } = await outputs();
  const key: Hex = `0x${"7b".repeat(32)}`;
  const { address } = privateKeyToAccount(key);
  expect((await stack.run("faucet", address, "--bnb", "1", "--tora", "10")).exitCode).toBe(0);
  const example = path.join(projectRoot(), "examples", "miner-python");
  const venv = path.join(stack.dir, "venv");
  await makeEnvironment(venv);
  await execa(path.join(venv, "bin", "pip"), [
    "install",
    "--quiet",
    "-r",
    path.join(example, "requirements.txt"),
  ]);
  const python = path.join(venv, "bin", "python");
  await execa(python, ["-m", "unittest"], { cwd: example, env: { PYTHONDONTWRITEBYTECODE: "1" } });
  const env = {
    RPC_URL: l2.rpcUrl,
    SUBNET_REGISTRY: String(contracts.l2.SubnetRegistry),
    TORA: String(contracts.l2.ToraToken),
    SUBNET: "words",
    PRIVATE_KEY: key,
    PORT: "0",
  };
  const running = execa(python, [path.join(example, "miner.py")], {
    env,
    reject: false,
    all: true,
  });
  try {
    const earns = async () => {
      const { miners } = await view("words");
      return (miners.find(({ account }) => account === address)?.incentive ?? 0) > 0.2;
    };
    const giveUp = async () =>
      running.exitCode === null || running.exitCode === undefined
        ? undefined
        : new Error((await running).all);
    const registered = async () => (await view("words")).miners.find(({ account }) => account === address);
    const wait = { deadline: 60, every: 500, giveUp };
    const { endpoint } = await until("the miner in Python to register", registered, wait);
    expect((await fetch(`${endpoint}/health`)).status).toBe(200);
    for (const [body, status] of [
      ["{", 400],
      ['{"task":1}', 400],
      ['{"task":"x","taskId":"0x12"}', 400],
      ['{"task":"x","chainId":1}', 400],
      ['{"task":"x \\ud83d"}', 400],
      ['{"task":" "}', 422],
    ] as const)
      expect((await fetch(`${endpoint}/infer`, { method: "POST", body })).status, body).toBe(status);
    // What parts phrases, and what does not, is the reference's.
    const task = "the snake_case of a deep-sea diver's log, and Ångström units; winter wheat";
    const answer = await fetch(`${endpoint}/infer`, { method: "POST", body: JSON.stringify({ task }) });
    expect(((await answer.json()) as { result: Hex }).result).toBe(await keywords.infer(task));
    await until("the miner in Python to earn like an honest one", earns, {
      deadline: 120,
      every: 1000,
      giveUp,
    });
  } finally {
    running.kill();
    await running;
  }
});

test("the drills pass: a slash, an outage, upgrades by governance", async () => {
  const names = ["slash", "outage", "subnet-upgrade"].map((name) => `drill/${name}`);
  const lines = await stack.json<Line[]>("smoke", ...names, "--yes");
  expect(lines.map(({ name, status, detail }) => ({ name, status, detail }))).toEqual(
    names.map((name) => ({ name, status: "passed", detail: expect.any(String) })),
  );
});

test("metrics tell of the subnets as the chain has them, and of the slash", async () => {
  const { validators, epoch } = await view("text");
  const told = async (series: string) => {
    const lines = (await scrape("exporter")).split("\n").filter((line) => line.startsWith(`${series}{`));
    return lines.map((line) => ({ line, value: Number(line.split(" ").at(-1)) }));
  };
  const [text] = (await told("tensora_subnet_epoch")).filter(({ line }) => line.includes('"text"'));
  expect(text?.value).toBeGreaterThanOrEqual(epoch);
  const silent = await told("tensora_subnet_silent_epochs");
  for (const { account } of validators)
    expect(silent.find(({ line }) => line.includes('"text"') && line.includes(account))?.value).toBeLessThan(
      2,
    );
  expect((await told("tensora_subnet_slashings_total")).some(({ value }) => value >= 1)).toBe(true);
  expect((await told("tensora_subnet_emitted_tora_total")).every(({ value }) => value > 0)).toBe(true);
  const operations = await told("tensora_paymaster_operations_total");
  expect(operations.find(({ line }) => line.includes('"done"'))?.value).toBeGreaterThan(0);
});

test("with the last subnet its miners and validators go, and their stakes come back", async () => {
  const none = ["--set", "subnets=[]"];
  await up(...none);
  expect(await stack.json<View[]>("subnet", "ls")).toMatchObject([
    { name: "text", retired: true, miners: [] },
    { name: "words", retired: true },
    { name: "third", retired: true },
  ]);
  const { services } = await outputs();
  expect(services.map(({ name }) => name)).not.toContain("miners");
  expect(services.map(({ name }) => name)).not.toContain("validators");
  const gone = async () => !(await scrape("exporter")).includes("tensora_subnet_epoch{");
  await until("the metrics of subnets to be gone", gone, { deadline: 60, every: 1000 });
  const back = async () => (await up(...none)).includes("unchanged (");
  await until("all stakes to be back", back, { deadline: 120, every: 5000 });
});
