import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { SERVICE_NAMES, SERVICES } from "../../spec/services.ts";
import { readStack } from "../../engine/index.ts";
import { projectRoot } from "../../lib/root.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { TestStack } from "../e2e/stack.ts";
import { dockerMachine } from "./docker.ts";
import { kubernetesMachine } from "./kubernetes.ts";
import type { Machine } from "./machine.ts";
import { processMachine } from "./process.ts";

const MACHINES: Record<string, () => Promise<Machine>> = {
  process: processMachine,
  docker: dockerMachine,
  kubernetes: kubernetesMachine,
};

/** What each runtime has shown, to be compared at the end. */
const seen: Record<string, { stateRoot: string; shape: string[] }> = {};

/** Every service of these stacks, wherever it runs. */
const ROLES = SERVICE_NAMES.filter((name) => name !== SERVICES.portForward.name).sort();

interface Block {
  hash: string;
  number: string;
}

describe.each(Object.keys(MACHINES))("runtime %s", { concurrent: false }, (kind) => {
  const stack = new TestStack(`conformance-${kind}`);
  let machine: Machine;
  beforeAll(async () => {
    machine = await (MACHINES[kind] as () => Promise<Machine>)();
    await stack.make({ ...machine.values, monitoring: { enabled: true } });
  });
  afterAll(async () => {
    await stack.remove();
    await machine.end();
  });

  const outputs = () => stack.json<DevnetOutputs>("outputs");
  const head = (url: string, at = "latest") => rpc<Block>(url, "eth_getBlockByNumber", [at, false]);
  const up = async (...args: string[]) => {
    const { exitCode, all } = await stack.run("up", "--yes", ...args);
    expect(exitCode, all).toBe(0);
    return all;
  };

  test("every gate passes", async () => {
    const all = await up();
    expect(all).toMatch(/smoke steps: \d+ passed\n/);
  });

  test("outputs have the shape that they have everywhere, and lead to what they name", async () => {
    const shown = await outputs();
    expect(shown.services.map(({ name }) => name).sort()).toEqual(ROLES);
    for (const { name, metricsUrl, pageUrl } of shown.services) {
      const said = await (await fetch(metricsUrl ?? pageUrl ?? "")).text();
      expect(said, name).toMatch(metricsUrl === undefined ? /<!doctype html>/i : /# TYPE/);
    }
    const { resources } = await readStack(projectRoot(), stack.name);
    const genesis = resources.find(({ type }) => type === "tensora:index:L2Genesis");
    const { log: _, ...service } = shown.services[0] ?? {};
    const shape = [shown, shown.l1, shown.l2, shown.contracts.l1, shown.contracts.l2, service].map((part) =>
      Object.keys(part).sort().join(),
    );
    seen[kind] = { stateRoot: String(genesis?.outputs.stateRoot), shape };
  });

  test("Prometheus reaches every service, and its rules see nothing wrong", async () => {
    const prometheus = new URL(
      (await outputs()).services.find(({ name }) => name === SERVICES.prometheus.name)?.pageUrl ?? "",
    );
    const ask = async <T>(path: string) =>
      ((await (await fetch(new URL(path, prometheus))).json()) as { data: T }).data;
    const down = async () => {
      const { activeTargets } = await ask<{
        activeTargets: { labels: { job: string }; health: string; lastError: string }[];
      }>("/api/v1/targets");
      expect(activeTargets.length).toBeGreaterThan(8);
      return activeTargets.flatMap(({ labels, health, lastError }) =>
        health === "up" ? [] : [`${labels.job}: ${lastError}`],
      );
    };
    const reached = async () => {
      const missing = await down();
      if (missing.length > 0) throw new Error(missing.join("\n"));
      return true;
    };
    await until("every target to be up", reached, { deadline: 60, every: 1000 });
    const { alerts } = await ask<{ alerts: { labels: Record<string, string>; state: string }[] }>(
      "/api/v1/alerts",
    );
    expect(alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels)).toEqual([]);
  });

  test("a second up changes nothing", async () => {
    const before = await machine.running(stack);
    expect(await up()).toMatch(/up: \d+ unchanged \(/);
    expect(await machine.running(stack)).toEqual(before);
  });

  test("a killed service of each role comes back by itself, and no block is lost", async () => {
    const { l1, l2 } = await outputs();
    const ends = [l1.rpcUrl, l2.rpcUrl];
    const heads = await Promise.all(ends.map((url) => head(url)));
    const before = await machine.running(stack);
    for (const service of Object.keys(before)) await machine.kill(stack, service);
    const back = async () => {
      const now = await machine.running(stack);
      return Object.keys(before).every((name) => now[name] !== undefined && now[name] !== before[name]);
    };
    await until("every service to be back", back, { deadline: machine.healing });
    const after = async (url: string, known: Block | undefined) =>
      Number((await head(url)).number) > Number(known?.number);
    for (const [index, url] of ends.entries())
      await until(`${url} to go on`, () => after(url, heads[index]), { deadline: 120 });
    const kept = await Promise.all(ends.map((url, index) => head(url, heads[index]?.number)));
    expect(kept.map(({ hash }) => hash)).toEqual(heads.map(({ hash }) => hash));
  });

  test("what is gone altogether is made again by up", async () => {
    const well = async () => {
      const { exitCode, all } = await stack.run("status");
      if (exitCode !== 0) throw new Error(all);
      return true;
    };
    await until("all to be well", well, { deadline: machine.healing });
    await up();
    const { exitCode, all } = await stack.run("smoke", "smoke/l2-advances", "smoke/deposit");
    expect(exitCode, all).toBe(0);
  });

  test("a drill stops a service, which stays stopped until it is started", async () => {
    const before = await machine.running(stack);
    const { exitCode, all } = await stack.run("smoke", "drill/forced-inclusion");
    expect(exitCode, all).toBe(0);
    const after = await machine.running(stack);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["batcher"]);
  });

  test("another flag of one service restarts that service alone", async () => {
    const before = await machine.running(stack);
    await up("--set", "batcher.maxSize=100000");
    const after = await machine.running(stack);
    const restarted = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(restarted).toEqual(["batcher"]);
  });

  test("another release of one service's program restarts that service alone", async () => {
    const versions = async () => {
      const { services } = await stack.json<{ services: { name: string; version: string }[] }>("status");
      return Object.fromEntries(services.map(({ name, version }) => [name, version]));
    };
    const [before, released] = [await machine.running(stack), await versions()];
    // Its bundle, which is made anew from the sources when they change.
    const bundle = path.join(projectRoot(), ".build", "exporter.cjs");
    const text = fs.readFileSync(bundle);
    try {
      fs.appendFileSync(bundle, "// another release\n");
      await up("--set", "batcher.maxSize=100000");
      const [after, now] = [await machine.running(stack), await versions()];
      expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["exporter"]);
      expect(Object.keys(now).filter((name) => now[name] !== released[name])).toEqual(["exporter"]);
    } finally {
      fs.writeFileSync(bundle, text);
    }
    await up("--set", "batcher.maxSize=100000");
    expect(await versions()).toEqual(released);
  });

  test("a change that a service cannot live with is told of, and taken back", async () => {
    const flags = `services.${SERVICES.batcher.name}.flags=["--no-such-flag"]`;
    const { exitCode, all } = await stack.run(
      "up",
      "--yes",
      "--set",
      "batcher.maxSize=100000",
      "--set",
      flags,
    );
    expect(exitCode).toBe(1);
    expect(all).toContain(
      "batcher did not become ready with its new specification; the previous one is running again",
    );
    // What the program itself has said.
    expect(all).toContain("flag provided but not defined: -no-such-flag");
    const { exitCode: works, all: said } = await stack.run("smoke", "smoke/safe-head");
    expect(works, said).toBe(0);
    const before = await machine.running(stack);
    await up("--set", "batcher.maxSize=100000");
    expect(await machine.running(stack)).toEqual(before);
  });

  test("logs are there", async () => {
    const { exitCode, stdout } = await stack.run("logs", "batcher", "-n", "5");
    expect(exitCode).toBe(0);
    expect(stdout.trim().split("\n").length).toBeGreaterThanOrEqual(5);
  });

  test("destroy leaves nothing", async () => {
    const { exitCode, all } = await stack.run("destroy", "--yes");
    expect(exitCode, all).toBe(0);
    expect(await machine.leftovers(stack)).toEqual([]);
    expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
  });
});

test("all runtimes begin with the same state, and say the same things of themselves", () => {
  const [first, ...others] = Object.values(seen);
  expect(Object.keys(seen)).toEqual(Object.keys(MACHINES));
  for (const other of others) expect(other).toEqual(first);
});
