import fs from "node:fs/promises";
import path from "node:path";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { passphrase } from "../../stack/passphrase.ts";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { ACCOUNT_ROLES } from "../../spec/devnet.ts";
import { NODES, SERVICES } from "../../spec/services.ts";
import { PassphraseKey } from "../../engine/secrets/passphrase.ts";
import { projectRoot } from "../../lib/root.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { GuardedL1, SECRETS } from "./guarded-l1.ts";
import { TestStack } from "./stack.ts";

/** The rollup alone, on an L1 that the stack does not run and whose URL has secrets in all its parts. */
const stack = new TestStack("e2e-external");
const keys = Object.fromEntries(ACCOUNT_ROLES.map((role) => [role, generatePrivateKey()]));
const HIDDEN = [...Object.values(SECRETS), ...Object.values(keys).map((key) => key.slice(2))];
/** All that was printed. */
const said: string[] = [];
let l1: GuardedL1;

beforeAll(async () => {
  l1 = await GuardedL1.start(Object.values(keys).map((key) => privateKeyToAddress(key)));
  const key = new PassphraseKey(undefined, () => passphrase(projectRoot()));
  const sealed = async (text: string) => ({ secure: await key.encrypt(text) });
  const accounts: Record<string, unknown> = { kind: "keys" };
  for (const [role, own] of Object.entries(keys)) accounts[role] = await sealed(own);
  const external = { kind: "external", chainId: l1.chainId, rpcUrl: await sealed(l1.url) };
  await stack.make(
    { l1: external, accounts, monitoring: { enabled: false } },
    { without: ["protocol", "subnets"], salt: key.salt },
  );
});

afterAll(async () => {
  await stack.remove();
  await l1?.stop();
});

/** A command that must say nothing secret, and have this exit code. */
async function run(exitCode: number, ...args: string[]): Promise<string> {
  const result = await stack.run(...args);
  said.push(result.all);
  expect(result.exitCode, result.all).toBe(exitCode);
  return result.all;
}

async function json<T>(...args: string[]): Promise<T> {
  const { stdout, stderr, all } = await stack.run(...args, "--json");
  said.push(all);
  expect(stdout.startsWith("{"), stderr).toBe(true);
  return JSON.parse(stdout) as T;
}

test("`up` passes its gates and ends well, and the next one changes nothing", async () => {
  const first = await run(0, "up", "--yes");
  expect(first).toContain("smoke/withdrawal");
  expect(first).toContain(`L1 RPC         ${l1.shown} `);
  const { ok, counts } = await json<{ ok: boolean; counts: Record<string, number> }>("up", "--yes");
  expect(ok).toBe(true);
  expect(Object.keys(counts)).toEqual(["same"]);
  await run(0, "preview", "--set", "batcher.interval=3");
});

test("no secret is seen of a stack that was just made", () => nothingShown());

test("the outputs are plain, and have scheme and host of the L1's URL", async () => {
  const outputs = await json<DevnetOutputs>("outputs");
  expect(outputs.l1).toMatchObject({ rpcUrl: l1.shown, chainId: l1.chainId });
  const { sequencer, replica } = NODES;
  const { batcher, console: page, exporter, proposer } = SERVICES;
  const others = [batcher, page, exporter, proposer].map(({ name }) => name);
  expect(outputs.services.map(({ name }) => name).sort()).toEqual(
    [...others, replica.geth, replica.node, sequencer.geth, sequencer.node].sort(),
  );
  expect(outputs.contracts.l1.OptimismPortal).toMatch(/^0x/);
  expect(await run(0, "outputs")).toContain("OptimismPortal");
});

test("the commands that read a stack work, those that need L1's whole URL as well", async () => {
  const { heads, services } = await json<{ heads: { l1: number }; services: { state: string }[] }>("status");
  expect(heads.l1).toBeGreaterThan(0);
  expect(services.every(({ state }) => state === "running")).toBe(true);
  await run(0, "status");
  const { contracts } = await json<DevnetOutputs>("outputs");
  const batch = await until("a batch on L1", () => lastBatch(), { deadline: 60, every: 500 });
  expect(await run(0, "inspect", "batch", batch)).toContain("L1 block");
  expect(contracts.l2).toBeDefined();
  expect(await run(1, "dashboards")).toContain("has no Prometheus");
  expect(await run(1, "subnet", "ls")).toContain("has no protocol");
  expect(await run(0, "config", "show")).toMatch(/l1\.rpcUrl\s+\[secret\]/);
  await run(0, "state", "show", "batcher");
  await run(0, "smoke", "smoke/batch-inbox");
});

/** A transaction to the batch inbox. */
async function lastBatch(): Promise<string | undefined> {
  const { l2 } = await stack.json<DevnetOutputs>("outputs");
  const { batch_inbox_address: inbox } = await rpc<{ batch_inbox_address: string }>(
    l2.rollupRpcUrl,
    "optimism_rollupConfig",
  );
  type Block = { number: string; transactions: { to: string | null; hash: string }[] };
  const block = (at: string) => rpc<Block>(l1.url, "eth_getBlockByNumber", [at, true]);
  const head = Number((await block("latest")).number);
  for (let at = head; at > Math.max(0, head - 30); at--) {
    const { transactions } = await block(`0x${at.toString(16)}`);
    const found = transactions.find(({ to }) => to?.toLowerCase() === inbox.toLowerCase());
    if (found) return found.hash;
  }
  return undefined;
}

test("with the L1 gone the programs' logs, the console and an `up` show scheme and host only", async () => {
  const { services } = await stack.json<DevnetOutputs>("outputs");
  l1.close();
  await until("op-node to say so", async () => (await log(NODES.sequencer.node)).includes("refused"), {
    deadline: 60,
    every: 500,
  });
  const failed = await run(1, "up", "--yes", "--set", "batcher.interval=3");
  expect(failed).toContain(l1.shown);
  const page = services.find(({ name }) => name === SERVICES.console.name)?.pageUrl ?? "";
  said.push(await until("the console to say so", () => alarm(page), { deadline: 60 }));
  expect(said.at(-1)).toContain(l1.shown);
  for (const { name, metricsUrl } of services) {
    await run(0, "logs", name, "-n", "2000");
    // Of programs that end without an L1 there are none.
    if (metricsUrl !== undefined) said.push(await metricsOf(metricsUrl).catch(() => ""));
  }
  await run(0, "status");
});

const metricsOf = async (url: string) => (await fetch(url)).text();

const log = (service: string) => fs.readFile(path.join(stack.dir, "logs", `${service}.log`), "utf8");

/** What the console's events say, once they say that a panel could not be read. */
async function alarm(page: string): Promise<string | undefined> {
  const ended = new AbortController();
  const response = await fetch(`${page}events`, { signal: ended.signal });
  let text = "";
  setTimeout(() => ended.abort(), 10_000).unref();
  for await (const part of response.body ?? []) {
    text += Buffer.from(part as Uint8Array).toString("utf8");
    if (text.includes('"error"') && text.includes(l1.shown)) break;
  }
  return text;
}

test("no secret is in what was printed, in arguments, in the logs or in the open state", nothingShown);

async function nothingShown(): Promise<void> {
  for (const secret of HIDDEN) {
    expect(said.filter((text) => text.includes(secret)).map(around(secret))).toEqual([]);
    const processes = (await stack.processes()).filter(({ argv }) =>
      argv.some((arg) => arg.includes(secret)),
    );
    expect(processes.map(({ pid }) => pid)).toEqual([]);
    // A program that has lost its L1 writes its URL again and again; the supervisor covers it a moment later.
    await expect.poll(() => filesWith(secret), { timeout: 15_000, interval: 150 }).toEqual([]);
  }
}

const around = (secret: string) => (text: string) =>
  text.slice(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret));

/** Files of the stack and of its state that show a secret. Those that programs are started by are for their owner only. */
async function filesWith(secret: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of [stack.dir, path.join(projectRoot(), ".pulumi")]) {
    for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || file.includes("/data/")) continue;
      if (!(await fs.readFile(file, "latin1").catch(() => "")).includes(secret)) continue;
      const { mode } = await fs.stat(file);
      if (path.dirname(file) === path.join(stack.dir, "services") && (mode & 0o077) === 0) continue;
      found.push(file);
    }
  }
  return found;
}
