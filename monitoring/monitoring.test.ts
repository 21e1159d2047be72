import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeAll, expect, it } from "vitest";
import { until } from "../lib/wait.ts";
import { freePort } from "../lib/free-port.ts";
import { ensurePrograms } from "../toolchain/build.ts";
import { programPath } from "../toolchain/index.ts";
import { alertmanagerArgs, renderAlertmanager } from "./alertmanager.ts";
import { prometheusArgs, renderPrometheus } from "./prometheus.ts";
import { alertRules, renderRules } from "./rules/index.ts";
import { SETTINGS } from "./testing/cases.ts";
import { promtool } from "./testing/promtool.ts";

const RULES = renderRules(alertRules(SETTINGS));
const LISTEN = "127.0.0.1";
const PATIENCE = { deadline: 60, every: 200 };
const cleanups: (() => unknown)[] = [];

beforeAll(() => ensurePrograms(["promtool", "prometheus", "alertmanager"]));
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

it("is a configuration that promtool takes, and promtool is not content with any", async () => {
  const targets = [
    { job: "batcher", address: "127.0.0.1:9091", path: "/metrics" },
    { job: "l1", address: "127.0.0.1:9096", path: "/debug/metrics/prometheus" },
  ];
  const config = renderPrometheus({
    interval: 5,
    targets,
    ruleFile: "rules.yml",
    alertmanager: "127.0.0.1:9193",
  });
  const check = (text: string) =>
    promtool(["check", "config", "prometheus.yml"], { "rules.yml": RULES, "prometheus.yml": text });
  const { exitCode, all } = await check(config);
  expect(exitCode, all).toBe(0);
  expect((await check(config.replace("rules.yml", "none.yml"))).exitCode).not.toBe(0);
  expect((await check(config.replace("5s", "five"))).exitCode).not.toBe(0);
});

/** Starts a server of the test's own. @returns its host and port */
async function served(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener).listen(0, LISTEN);
  await once(server, "listening");
  cleanups.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `${LISTEN}:${(server.address() as AddressInfo).port}`;
}

/** Starts one of the programs, and waits until it is ready. */
async function started(name: "prometheus" | "alertmanager", args: string[], port: number): Promise<void> {
  const running = execa(programPath(name), args, { all: true, reject: false });
  cleanups.push(async () => {
    running.kill("SIGTERM");
    await running;
  });
  const giveUp = async () =>
    running.exitCode === null ? undefined : new Error(`${name} ended: ${(await running).all}`);
  const ready = async () => (await fetch(`http://${LISTEN}:${port}/-/ready`)).ok;
  await until(`${name} to be ready`, ready, { ...PATIENCE, giveUp });
}

interface Notice {
  status: string;
  alerts: { status: string; labels: Record<string, string>; annotations: Record<string, string> }[];
}

it("tells the webhook of an alert from a scraped figure, and that it is over", async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-monitoring-"));
  cleanups.push(() => fs.rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    fs.writeFileSync(path.join(dir, name), text);
    return path.join(dir, name);
  };
  let depth = SETTINGS.l1.confirmations + 1;
  const exporter = await served((_, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(`# TYPE tensora_l1_reorg_depth_blocks gauge\ntensora_l1_reorg_depth_blocks ${depth}\n`);
  });
  const notices: Notice[] = [];
  const webhook = await served(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    notices.push(JSON.parse(Buffer.concat(parts).toString()) as Notice);
    response.end();
  });
  const [port, managerPort] = [await freePort(), await freePort()];
  const manager = renderAlertmanager({ webhooks: [`http://${webhook}/`], gather: 1, repeat: 3600 });
  const managed = {
    config: write("alertmanager.yml", manager),
    data: path.join(dir, "alerts"),
    listen: LISTEN,
    port: managerPort,
  };
  await started("alertmanager", alertmanagerArgs(managed), managerPort);
  const config = renderPrometheus({
    interval: 1,
    targets: [{ job: "exporter", address: exporter, path: "/metrics" }],
    ruleFile: write("rules.yml", RULES),
    alertmanager: `${LISTEN}:${managerPort}`,
  });
  const place = {
    config: write("prometheus.yml", config),
    data: path.join(dir, "data"),
    listen: LISTEN,
    port,
  };
  await started("prometheus", prometheusArgs(place, { days: 15, megabytes: 512 }), port);

  const told = (status: string) =>
    until(
      `the webhook to be told ${status}`,
      async () => notices.flatMap(({ alerts }) => alerts).find((alert) => alert.status === status),
      PATIENCE,
    );
  expect(await told("firing")).toMatchObject({
    labels: { alertname: "L1ReorgTooDeep", severity: "critical", job: "exporter" },
    annotations: { runbook: "docs/runbooks/L1ReorgTooDeep.md" },
  });
  depth = 0;
  expect(await told("resolved")).toMatchObject({ labels: { alertname: "L1ReorgTooDeep" } });
});
