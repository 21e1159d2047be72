import fs from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { createPublicClient, type Hex, http, parseAbi, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { loadObject } from "../../config/index.ts";
import { projectRoot } from "../../lib/root.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { NODES, SERVICE_NAMES, type ServiceName, SERVICES } from "../../spec/services.ts";
import { runExample } from "./example.ts";
import { deployByFoundry, deployByHardhat } from "./projects.ts";
import { listeners } from "./listeners.ts";
import { TestStack } from "./stack.ts";

/** Seconds until a withdrawal can be finalised on the second stack: longer than `up` waits. */
const PENDING = 105;
/** They have tests of their own. */
const NO_SUBNETS = { subnets: [] };
const stack = new TestStack("e2e");
const beside = new TestStack("e2e-beside");
/** Services that these stacks have no need of: monitoring is off, and no cluster is there. */
const ABSENT: readonly ServiceName[] = [
  SERVICES.miners.name,
  SERVICES.validators.name,
  SERVICES.prometheus.name,
  SERVICES.alertmanager.name,
  SERVICES.portForward.name,
];
const PRESENT = SERVICE_NAMES.filter((name) => !ABSENT.includes(name)).sort();

interface Block {
  hash: Hex;
  number: Hex;
}
interface SmokeLine {
  name: string;
  kind: string;
  status: string;
  ms: number;
  detail: string;
}
interface Status {
  services: { name: string; role: string; runtime: string; state: string; version: string }[];
  heads: Record<"l1" | "unsafe" | "safe" | "finalized", number | null>;
}

interface Drift {
  name: string;
  type: string;
  reason: string;
}
interface Preview {
  ok: boolean;
  changes: { op: string; name: string; type: string }[];
}

beforeAll(() =>
  Promise.all([
    stack.make(NO_SUBNETS),
    beside.make({ ...NO_SUBNETS, settlement: { finalizationPeriod: PENDING } }),
  ]),
);
afterAll(async () => {
  await beside.remove();
  await stack.remove();
});

const outputs = () => stack.json<DevnetOutputs>("outputs");
const block = (url: string, tag: string) => rpc<Block | null>(url, "eth_getBlockByNumber", [tag, false]);

test("one command makes a rollup, and every gate passes", async () => {
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  expect(all).not.toMatch(/failed/);
});

test("outputs say where everything is", async () => {
  const shown = await outputs();
  expect(shown.stack).toBe(stack.name);
  expect(shown.services.map(({ name }) => name).sort()).toEqual(PRESENT);
  expect(await rpc(shown.l1.rpcUrl, "eth_chainId")).toBe(`0x${shown.l1.chainId.toString(16)}`);
  expect(await rpc(shown.l2.rpcUrl, "eth_chainId")).toBe(`0x${shown.l2.chainId.toString(16)}`);
  expect(await rpc(shown.l2.rollupRpcUrl, "optimism_syncStatus")).toHaveProperty("unsafe_l2");
  for (const { name, metricsUrl, pageUrl, log } of shown.services) {
    const said = await (await fetch(metricsUrl ?? pageUrl ?? "")).text();
    expect(said, name).toMatch(metricsUrl === undefined ? /<!doctype html>/i : /# TYPE/);
    expect((await fs.stat(log ?? "")).size, name).toBeGreaterThan(0);
  }
});

test("status has every service and every head", async () => {
  const { services, heads } = await stack.json<Status>("status");
  expect(services.map(({ name }) => name).sort()).toEqual(PRESENT);
  expect(services.filter(({ state }) => state !== "running")).toEqual([]);
  expect(heads.safe).toBeGreaterThan(0);
  expect(heads.unsafe).toBeGreaterThanOrEqual(heads.safe ?? Number.NaN);
});

test("no private key is in outputs, state, logs or arguments", async () => {
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const secrets = Object.values(keys).map((key) => key.slice(2).toLowerCase());
  const state = path.join(projectRoot(), ".pulumi", "stacks", "tensora", `${stack.name}.json`);
  const logs = await fs.readdir(path.join(stack.dir, "logs"));
  const texts: Record<string, string> = {
    outputs: JSON.stringify(await outputs()),
    state: await fs.readFile(state, "utf8"),
    arguments: JSON.stringify((await stack.processes()).map(({ argv }) => argv)),
  };
  for (const log of logs) texts[log] = await fs.readFile(path.join(stack.dir, "logs", log), "utf8");
  const leaks = Object.entries(texts).filter(([, text]) =>
    secrets.some((secret) => text.toLowerCase().includes(secret)),
  );
  expect(leaks.map(([name]) => name)).toEqual([]);
});

test("nothing of the stack listens anywhere but on loopback", async () => {
  const found = await listeners((await stack.processes()).map(({ pid }) => pid));
  expect(found.elsewhere).toEqual([]);
  expect(found.loopback).toBeGreaterThan(PRESENT.length);
});

test("a second up changes nothing", async () => {
  const before = (await stack.processes()).map(({ pid }) => pid).sort();
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/up: \d+ unchanged \(/);
  expect((await stack.processes()).map(({ pid }) => pid).sort()).toEqual(before);
});

test("preview names what would change, and changes nothing", async () => {
  const before = (await stack.processes()).map(({ pid }) => pid).sort();
  const { ok, changes } = await stack.json<Preview>("preview", "--set", "batcher.maxSize=90000");
  expect(ok).toBe(true);
  expect(
    changes.filter(({ type }) => type === "tensora:index:Service").map(({ op, name }) => [op, name]),
  ).toEqual([["update", "batcher"]]);
  expect((await stack.processes()).map(({ pid }) => pid).sort()).toEqual(before);
});

test("smoke runs the gates again, as JSON", async () => {
  const lines = await stack.json<SmokeLine[]>("smoke", "smoke/deposit", "smoke/replica");
  expect(lines).toEqual(
    ["smoke/deposit", "smoke/replica"].map((name) => ({
      name,
      kind: "gate",
      status: "passed",
      ms: expect.any(Number),
      detail: expect.any(String),
    })),
  );
});

test("logs -f goes on with what is written", async () => {
  const lines = await stack.follow(NODES.sequencer.geth, 2);
  expect(lines).toHaveLength(2);
});

test("ordinary projects of Hardhat and Foundry deploy to it without a change", async () => {
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const { rpcUrl, chainId } = (await outputs()).l2;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const abi = parseAbi(["function number() view returns (uint256)"]);
  for (const deploy of [deployByHardhat, deployByFoundry]) {
    const address = await deploy({ rpcUrl, chainId, key: keys.user });
    expect(await client.readContract({ address, abi, functionName: "number" }), deploy.name).toBe(8n);
  }
});

test("the documentation's program pays its gas in TORA", async () => {
  const { keys } = await loadObject({}, { root: projectRoot(), stack: stack.name });
  const { stdout, got, coins } = await runExample(await outputs(), keys.user, generatePrivateKey());
  expect(stdout).toMatch(/costs at most [\d.]+ TORA\ndone/);
  expect(got).toBe(parseEther("1"));
  expect(coins).toBe(0n);
});

test("the faucet gives BNB and TORA, and accounts prints who has what", async () => {
  const address = privateKeyToAddress(generatePrivateKey());
  const given = await stack.json<{ bnb: string; tora: string }>(
    "faucet",
    address,
    "--bnb",
    "0.5",
    "--tora",
    "12",
  );
  expect(given).toMatchObject({ address, bnb: "0.5", tora: "12" });
  const refused = await stack.run("faucet", "0x12");
  expect(refused.exitCode).toBe(1);
  expect(refused.all).toContain("`0x12` is not a valid address");
  const all = await stack.json<{ role: string; address: string; privateKey: Hex }[]>("accounts");
  for (const one of all) expect(privateKeyToAddress(one.privateKey), one.role).toBe(one.address);
});

test("a second stack runs beside it; what it is not done with soon is pending", async () => {
  const { exitCode, all } = await beside.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  const [one, other] = [await outputs(), await beside.json<DevnetOutputs>("outputs")];
  const urls = [one, other].flatMap(({ services }) => services.flatMap(({ rpcUrl }) => rpcUrl ?? []));
  expect(new Set(urls).size).toBe(urls.length);
  const hashes = await Promise.all([one, other].map(({ l2 }) => block(l2.rpcUrl, "0x0")));
  expect(hashes[0]?.hash).not.toBe(hashes[1]?.hash);
  expect(all).toMatch(/smoke\/withdrawal +pending .*is due at/);
});

test("what genesis fixed is refused", async () => {
  const { exitCode, all } = await stack.run("up", "--yes", "--set", "l2.maxSequencerDrift=500");
  expect(exitCode).not.toBe(0);
  expect(all).toContain("l2.maxSequencerDrift is fixed by genesis: was 600, is 500");
});

test("a flag of one service restarts that service alone", async () => {
  const before = await stack.processes();
  const { exitCode, all } = await stack.run("up", "--yes", "--set", "batcher.maxSize=100000");
  expect(exitCode, all).toBe(0);
  const after = await stack.processes();
  const gone = before.filter(({ pid }) => !after.some((process) => process.pid === pid));
  expect(gone).toHaveLength(1);
  expect(gone[0]?.argv.join(" ")).toContain("op-batcher");
});

test("a flag that does not work is put back, and what the program said is shown", async () => {
  const { exitCode, all } = await stack.run(
    "up",
    "--yes",
    "--set",
    `services.${SERVICES.batcher.name}.flags=[--no-such-flag]`,
  );
  expect(exitCode, all).toBe(1);
  expect(all).toContain("the previous one is running again");
  expect(all).toMatch(/\| .*no-such-flag/);
  const { services } = await stack.json<Status>("status");
  expect(services.filter(({ state }) => state !== "running")).toEqual([]);
});

test("inspect batch shows what is in a batch", async () => {
  const { contracts, l1 } = await outputs();
  const filter = { address: contracts.l1.BatchInbox, fromBlock: "0x0", toBlock: "latest" };
  const logs = await rpc<{ transactionHash: Hex }[]>(l1.rpcUrl, "eth_getLogs", [filter]);
  const hash = logs[0]?.transactionHash ?? "0x";
  const { exitCode, all } = await stack.run("inspect", "batch", hash);
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/brotli/);
  expect(all).toMatch(/frames?/i);
});

test("after every process was killed, up goes on with the same chains", async () => {
  const { l1, l2 } = await outputs();
  const heads = await Promise.all([block(l1.rpcUrl, "latest"), block(l2.rpcUrl, "latest")]);
  const processes = await stack.processes();
  expect(processes.length).toBeGreaterThanOrEqual(PRESENT.length);
  for (const { pid } of processes) process.kill(pid, "SIGKILL");
  const { drifts } = await stack.json<{ drifts: Drift[] }>("refresh");
  const services = drifts.filter(({ type }) => type.endsWith(":Service"));
  expect(services.map(({ name, reason }) => `${name} ${reason.replace(/:.*/, "")}`).sort()).toEqual(
    PRESENT.map((name) => `${name} is not running`),
  );
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  const now = await Promise.all([
    block(l1.rpcUrl, heads[0]?.number ?? ""),
    block(l2.rpcUrl, heads[1]?.number ?? ""),
  ]);
  expect(now.map((found) => found?.hash)).toEqual(heads.map((head) => head?.hash));
  const before = Number(heads[1]?.number);
  await until("L2 to go on", async () => Number((await block(l2.rpcUrl, "latest"))?.number) > before, {
    deadline: 60,
  });
});

test("the drills pass, one after the other", async () => {
  const names = [
    "pause",
    "deposit",
    "executors",
    "stale-price",
    "price-source",
    "crashes",
    "challenge",
    "forced-inclusion",
  ].map((name) => `drill/${name}`);
  const lines = await stack.json<SmokeLine[]>("smoke", ...names, "--yes");
  expect(lines.map(({ name, status, detail }) => ({ name, status, detail }))).toEqual(
    names.map((name) => ({ name, status: "passed", detail: expect.any(String) })),
  );
});

test("what was pending goes on where it was, and passes", async () => {
  const [line] = await beside.json<SmokeLine[]>("smoke", "smoke/withdrawal");
  expect(line).toMatchObject({ name: "smoke/withdrawal", status: "passed" });
  // It was proved at the first try, long before.
  expect(Number(/ in (\d+)/.exec(line?.detail ?? "")?.[1])).toBeGreaterThan(PENDING);
});

test("the second stack goes without a trace, and the first does not notice", async () => {
  expect((await beside.run("destroy", "--yes")).exitCode).toBe(0);
  expect(await beside.processes()).toEqual([]);
  const { services } = await stack.json<Status>("status");
  expect(services.filter(({ state }) => state !== "running")).toEqual([]);
});

test("destroy leaves no process, no port, no file, no lock", async () => {
  const { services } = await outputs();
  const ports = services.flatMap(({ rpcUrl, metricsUrl }) =>
    [rpcUrl, metricsUrl].flatMap((url) => (url === undefined ? [] : [Number(new URL(url).port)])),
  );
  const { exitCode, all } = await stack.run("destroy", "--yes");
  expect(exitCode, all).toBe(0);
  expect(await stack.processes()).toEqual([]);
  await expect(fs.stat(stack.dir)).rejects.toThrow();
  for (const port of ports) await listenOn(port);
  expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
});

/** Fails when something else has the port. */
const listenOn = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(port, "127.0.0.1", () => server.close(() => resolve()));
  });
