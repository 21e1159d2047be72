import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { projectRoot } from "../../lib/root.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { NODES, SERVICES } from "../../spec/services.ts";
import { ensurePackaged } from "../../toolchain/debian.ts";
import { TestStack } from "../e2e/stack.ts";
import { dockerMachine } from "./docker.ts";
import { officialRegistry } from "./registry.ts";

type Docker = Awaited<ReturnType<typeof dockerMachine>>;
const stack = new TestStack("docker-only");
let machine: Docker;
beforeAll(async () => {
  machine = await dockerMachine();
  await stack.make({ ...machine.values, subnets: [] });
});
afterAll(async () => {
  await stack.remove();
  await machine.end();
});

const headOf = async (url: string) => Number(await rpc<string>(url, "eth_blockNumber"));
const goesOn = async (url: string, from: number) =>
  until(`${url} to go on after ${from}`, async () => (await headOf(url)) > from, { deadline: 120 });

/** Seconds within which a user must be told what is wrong. */
const PATIENCE = 30_000;

test("without a daemon the user is told so, and what to do", async () => {
  const began = performance.now();
  const { exitCode, all } = await stack.run(
    "up",
    "--yes",
    "--set",
    "runtime.dockerHost=unix:///nowhere.sock",
  );
  expect(exitCode).toBe(1);
  expect(all).toContain("no Docker daemon answers at unix:///nowhere.sock");
  expect(all).toContain("sudo systemctl start docker");
  expect(performance.now() - began).toBeLessThan(PATIENCE);
});

test("with one the same stack comes up", async () => {
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
});

test("a container that needs more memory than its limit is named, with what to do, and the former one goes on", async () => {
  const began = performance.now();
  const { exitCode, all } = await stack.run(
    "up",
    "--yes",
    "--set",
    `services.${SERVICES.bundler.name}.resources.memoryMb=64`,
  );
  expect(exitCode).toBe(1);
  expect(all).toContain("needs more memory than its limit");
  expect(all).toContain("raise its resources.memoryMb");
  expect(performance.now() - began).toBeLessThan(PATIENCE);
  const { exitCode: works, all: said } = await stack.run("smoke", "smoke/user-operation");
  expect(works, said).toBe(0);
});

test("a container that was stopped by hand is started by the next up", async () => {
  await machine.stop(stack, "batcher");
  const { exitCode, all } = await stack.run("status");
  expect(exitCode, all).toBe(1);
  expect((await stack.run("up", "--yes")).exitCode).toBe(0);
  await until("all to be well", async () => (await stack.run("status")).exitCode === 0, { deadline: 60 });
});

test("two stacks live side by side, one of official images, and one goes without the other", async () => {
  const registry = await officialRegistry();
  const second = new TestStack("docker-second");
  const runtime = { ...machine.values.runtime, images: "official", imageLock: registry.lock };
  await second.make({ ...machine.values, runtime, protocol: { enabled: false }, subnets: [] });
  try {
    const refused = await second.run("up", "--yes");
    expect(refused.exitCode).toBe(1);
    expect(refused.all).toMatch(/the digest of 127\.0\.0\.1:\d+\/op-geth:v1 is not verified/);
    const update = ["images", "update", "--file", registry.lock];
    expect((await execa("./tensora", update, { cwd: projectRoot(), reject: false })).exitCode).toBe(0);

    const pinned = fs.readFileSync(registry.lock, "utf8");
    fs.writeFileSync(registry.lock, pinned.replace(/sha256:[0-9a-f]{64}/, `sha256:${"0".repeat(64)}`));
    const began = performance.now();
    const gone = await second.run("up", "--yes");
    expect(gone.exitCode).toBe(1);
    expect(gone.all).toMatch(/\S+@sha256:0{64} could not be pulled/);
    expect(gone.all).toContain("check that its registry is reachable");
    expect(performance.now() - began).toBeLessThan(PATIENCE);
    fs.writeFileSync(registry.lock, pinned);

    const { exitCode, all } = await second.run("up", "--yes");
    expect(exitCode, all).toBe(0);
    expect(await machine.entrypoint(second, NODES.sequencer.geth)).toContain("/usr/local/bin/geth");
    const [one, other] = await Promise.all(
      [stack, second].map((each) => each.json<DevnetOutputs>("outputs")),
    );
    const heads = await Promise.all([one, other].map((each) => headOf(each?.l2.rpcUrl ?? "")));
    expect((await second.run("destroy", "--yes")).exitCode).toBe(0);
    expect(await machine.leftovers(second)).toEqual([]);
    await goesOn(one?.l2.rpcUrl ?? "", heads[0] ?? 0);
  } finally {
    await second.remove();
    await registry.end();
  }
});

test("the stack survives a restart of the daemon", async ({ skip }) => {
  const { restart } = machine.daemon;
  if (!restart) return skip("the daemon is this machine's own and is not restarted");
  const { l1, l2 } = await stack.json<DevnetOutputs>("outputs");
  const heads = await Promise.all([headOf(l1.rpcUrl), headOf(l2.rpcUrl)]);
  await restart();
  await goesOn(l1.rpcUrl, heads[0] ?? 0);
  await goesOn(l2.rpcUrl, heads[1] ?? 0);
});

test("an exported compose file is valid, and brings the same chains up", async () => {
  await ensurePackaged("docker-compose", "docker-compose");
  const { stdout } = await stack.run("docker", "compose");
  const file = stdout.trim();
  const env = { DOCKER_HOST: machine.daemon.host };
  const compose = (...args: string[]) =>
    execa("docker-compose", ["-f", file, ...args], { env, cwd: path.dirname(file), all: true });
  expect((await compose("config")).stdout).toContain(NODES.sequencer.geth);
  const { l2 } = await stack.json<DevnetOutputs>("outputs");
  const before = await headOf(l2.rpcUrl);
  const block = await rpc<{ hash: string }>(l2.rpcUrl, "eth_getBlockByNumber", ["0x5", false]);
  await machine.stop(stack);
  await compose("up", "-d");
  try {
    await goesOn(l2.rpcUrl, before);
    const same = await rpc<{ hash: string }>(l2.rpcUrl, "eth_getBlockByNumber", ["0x5", false]);
    expect(same.hash).toBe(block.hash);
  } finally {
    await compose("down");
  }
});
