import fs from "node:fs";
import { createServer, type Server } from "node:net";
import { afterEach, beforeAll, expect, it } from "vitest";
import { freePort } from "../../lib/free-port.ts";
import { l1ServiceSpec } from "../../components/l1.ts";
import type { ServiceInputs } from "../../resources/service.ts";
import { devnetOf } from "../../components/testing/devnet.ts";
import { l1Genesis } from "../../genesis/index.ts";
import { genesisSpec } from "../../genesis/spec.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { getService } from "../../runtimes/process/client.ts";
import { processPlacement } from "../../runtimes/process/placement.ts";
import { readRecord } from "../../runtimes/process/store.ts";
import { TestStack } from "../../runtimes/process/testing/stack.ts";
import { makeSupervisorProgram } from "../../runtimes/process/testing/supervisor-program.ts";
import type { ServiceSpec } from "../../spec/service.ts";
import { SERVICES } from "../../spec/services.ts";
import { ensurePrograms } from "../../toolchain/index.ts";
import { programPath } from "../../toolchain/lookup.ts";
import type { ResourceContext } from "../kind.ts";
import { serviceKind, serviceKindOf } from "./service.ts";

/** A program of node's that serves on its port, for all programs. */
const scripts = serviceKindOf(() => process.execPath);
const ctx: ResourceContext = {
  urn: "urn:pulumi:test::tensora::tensora:index:Service::l1",
  config: {},
  log: () => {},
  mask: (text) => text,
  signal: new AbortController().signal,
};

let stack: TestStack;
let blocker: Server | undefined;
beforeAll(async () => {
  await makeSupervisorProgram();
  await ensurePrograms(["op-geth"]);
});
afterEach(async () => {
  blocker?.close();
  blocker = undefined;
  await stack.clear();
});

const serves = (port: number, status = 200) =>
  `require("http").createServer((q, r) => { r.statusCode = ${status}; r.end(); }).listen(${port}, "127.0.0.1")`;

/** A service that answers on its port when its script does. */
async function inputsOf(source: (port: number) => string, change: Partial<ServiceSpec> = {}) {
  stack = new TestStack();
  const port = await freePort();
  const inputs: ServiceInputs = {
    dir: stack.dir,
    host: "127.0.0.1",
    service: {
      name: "batcher",
      role: "batcher",
      program: "op-batcher",
      args: ["-e", source(port)],
      ports: { metrics: port },
      files: [],
      resources: {},
      health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
      stop: { order: 1, grace: 20, signal: "SIGTERM" },
      ...change,
    },
    version: "1",
    triggers: {},
  };
  return { inputs, port };
}

const withArgs = (inputs: ServiceInputs, source: string): ServiceInputs => ({
  ...inputs,
  service: { ...inputs.service, args: ["-e", source] },
});

const outputs = { name: "batcher", log: "" };
const diff = (olds: ServiceInputs, news = olds) => scripts.diff?.("batcher", olds, outputs, news, ctx);
const explained = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (e) => e,
  );
  return String(error?.explain?.() ?? error);
};

it("is created once it answers, differs from nothing then, and is deleted twice", async () => {
  const { inputs } = await inputsOf((port) => `setTimeout(() => { ${serves(port)} }, 300)`);
  const made = await scripts.create(inputs, ctx);
  expect(made).toEqual({
    id: "batcher",
    outputs: { name: "batcher", log: stack.file("logs", "batcher.log") },
  });
  expect(await diff(inputs)).toEqual({ changed: [] });
  expect(await scripts.read("batcher", inputs, outputs, ctx)).toEqual(made.outputs);
  await scripts.delete("batcher", inputs, outputs, ctx);
  await scripts.delete("batcher", inputs, outputs, ctx);
  expect(await scripts.read("batcher", inputs, outputs, ctx)).toBeUndefined();
  expect(await diff(inputs)).toEqual({ changed: ["alive"], reason: "does not exist" });
});

it("says what a change restarts it for", async () => {
  const { inputs } = await inputsOf(serves);
  await scripts.create(inputs, ctx);
  const news = { ...withArgs(inputs, ""), version: "2", triggers: { genesis: "0x1" } };
  expect(await diff(inputs, news)).toEqual({
    changed: ["service", "version", "triggers"],
    reason: "restarts batcher: flags changed, program upgraded, genesis changed",
  });
  const stop = { ...inputs.service.stop, grace: 30 };
  const settings = { ...inputs, service: { ...inputs.service, stop } };
  expect(await diff(inputs, settings)).toEqual({
    changed: ["service"],
    reason: "settings changed, no restart",
  });
  const pid = await stack.pid("batcher");
  await scripts.update("batcher", inputs, outputs, settings, ctx);
  expect(await stack.pid("batcher")).toBe(pid);
});

it("is revived by an update when all was killed", async () => {
  const { inputs } = await inputsOf(serves);
  await scripts.create(inputs, ctx);
  const service = readRecord(stack.dir, "batcher")?.process;
  await stack.kill(stack.supervisor());
  expect(await diff(inputs)).toEqual({ changed: ["alive"], reason: "runs without its supervisor" });
  if (service) await stack.kill(service);
  expect(await diff(inputs)).toEqual({ changed: ["alive"], reason: "is not running" });
  await scripts.update("batcher", inputs, outputs, inputs, ctx);
  expect(await diff(inputs)).toEqual({ changed: [] });
});

it("tells command and last lines of a program that ends again and again, never its secrets", async () => {
  const source = `console.error("no such chain"); process.exit(7)`;
  const { inputs } = await inputsOf(() => source, { secretEnv: { KEY: "open sesame" } });
  const error = await explained(scripts.create(inputs, ctx));
  expect(error).toContain("batcher keeps exiting and is no longer restarted");
  expect(error).toContain(`command: ${process.execPath} -e ${source}`);
  expect(error).toContain("ended with exit code 7");
  expect(error).toContain("| no such chain");
  expect(error).not.toContain("sesame");
  expect((await diff(inputs))?.reason).toBe("is in a crash loop: ended with exit code 7");
});

it("tells of a program that does not answer in time", async () => {
  const health = { kind: "http", port: "metrics", path: "/metrics", deadline: 1 } as const;
  const { inputs } = await inputsOf((port) => `console.log("starting up"); ${serves(port, 503)}`, { health });
  const error = await explained(scripts.create(inputs, ctx));
  expect(error).toContain("batcher is not ready: timed out after 1 s waiting for an answer to GET /metrics");
  expect(error).toContain("| starting up");
  expect(scripts.unfinished?.(inputs).id).toBe("batcher");
});

it("names a port that somebody else listens on, and who", async () => {
  const { inputs, port } = await inputsOf(serves);
  const server = createServer();
  blocker = server;
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const error = await explained(scripts.create(inputs, ctx));
  expect(error).toContain(`port ${port} is taken by process ${process.pid}`);
  expect(error).toContain(`where: services.${SERVICES.batcher.name}.ports.metrics`);
  expect(await getService(stack.dir, "batcher")).toBeUndefined();
});

it("goes back to its former specification when the new one is not well", async () => {
  const { inputs } = await inputsOf(serves);
  await scripts.create(inputs, ctx);
  const former = (await getService(stack.dir, "batcher"))?.digest;
  const news = withArgs(inputs, `console.log("bad flag"); process.exit(1)`);
  const error = await explained(scripts.update("batcher", inputs, outputs, news, ctx));
  expect(error).toContain(
    "did not become ready with its new specification; the previous one is running again",
  );
  expect(error).toContain("| bad flag");
  expect(await getService(stack.dir, "batcher")).toMatchObject({ state: "running", digest: former });
  expect(await diff(inputs)).toEqual({ changed: [] });
});

/** A chain whose head goes on by one with every question, or stands still. */
const chain = (port: number, step: 0 | 1) => `let head = 7; console.log("step ${step}");
require("http").createServer((q, r) => r.end(JSON.stringify({ result: "0x" + (head += ${step}).toString(16) })))
  .listen(${port}, "127.0.0.1")`;

it("goes back when its chain does not go on after a change, and stays when it does", async () => {
  const impatient = serviceKindOf(() => process.execPath, 1);
  const { inputs, port } = await inputsOf((p) => chain(p, 1), {
    program: "op-geth",
    health: { kind: "rpc", port: "metrics", method: "eth_chainId", deadline: 60 },
  });
  await impatient.create(inputs, ctx);
  const former = (await getService(stack.dir, "batcher"))?.digest;
  const still = withArgs(inputs, chain(port, 0));
  const error = await explained(impatient.update("batcher", inputs, outputs, still, ctx));
  expect(error).toMatch(/batcher is not ready: timed out after 1 s waiting for a block after \d+/);
  expect(error).toContain("the previous one is running again");
  expect(error).toContain("| step 0");
  expect(await getService(stack.dir, "batcher")).toMatchObject({ state: "running", digest: former });
  const moving = withArgs(inputs, `${chain(port, 1)} // again`);
  const patient = serviceKindOf(() => process.execPath);
  await patient.update("batcher", inputs, outputs, moving, ctx);
  expect((await getService(stack.dir, "batcher"))?.digest).not.toBe(former);
});

it("is not judged by its chain in a stack that is not whole, nor when its neighbours must be told", async () => {
  const impatient = serviceKindOf(() => process.execPath, 1);
  const { inputs, port } = await inputsOf((p) => chain(p, 1), {
    program: "op-geth",
    health: { kind: "rpc", port: "metrics", method: "eth_chainId", deadline: 60 },
  });
  await impatient.create(inputs, ctx);
  const still = withArgs(inputs, chain(port, 0));
  const told = { ...still, triggers: { genesis: "0x1" } };
  await impatient.update("batcher", inputs, outputs, told, ctx);
  await impatient.update("batcher", told, outputs, inputs, ctx);
  const { service } = withArgs(inputs, "process.exit(1)");
  const ends = {
    ...inputs,
    service: { ...service, name: "proposer" as const, ports: { metrics: await freePort() } },
  };
  expect(await explained(scripts.create(ends, ctx))).toContain(
    "proposer keeps exiting and is no longer restarted",
  );
  await impatient.update("batcher", inputs, outputs, still, ctx);
  expect((await getService(stack.dir, "batcher"))?.state).toBe("running");
});

it("keeps op-geth's chain without the loss of a block when everything is killed", async () => {
  await ensurePrograms(["op-geth"]);
  stack = new TestStack();
  const { spec: standard } = await devnetOf();
  const [http, ws, metrics] = [await freePort(), await freePort(), await freePort()];
  const l1 = { ...standard.l1, blockTime: 1 };
  const name = SERVICES.l1.name;
  const own = { ...standard.services[name], ports: { http, ws, metrics } };
  const services = { ...standard.services, [name]: own };
  const spec = { ...standard, dir: stack.dir, l1, services };
  fs.mkdirSync(stack.file("files"));
  const { genesis } = l1Genesis(genesisSpec(spec), 1_700_000_000);
  fs.writeFileSync(stack.file("files", "l1-genesis.json"), JSON.stringify(genesis));
  const service = l1ServiceSpec(spec, processPlacement(spec, "l1"));
  const inputs = { dir: stack.dir, host: "127.0.0.1", service, version: "1", triggers: {} };
  expect(programPath("op-geth")).toBeTruthy();

  await serviceKind.create(inputs, ctx);
  type Block = { number: string; hash: string };
  const url = `http://127.0.0.1:${http}`;
  const block = (tag: string) => rpc<Block>(url, "eth_getBlockByNumber", [tag, false]);
  const before = await until(
    "two blocks",
    async () => block("latest").then((b) => (Number(b.number) >= 2 ? b : undefined)),
    { deadline: 40 },
  );
  const geth = readRecord(stack.dir, "l1")?.process;
  await stack.kill(stack.supervisor());
  if (geth) await stack.kill(geth);
  expect((await serviceKind.diff?.("l1", inputs, outputs, inputs, ctx))?.reason).toBe("is not running");
  await serviceKind.update("l1", inputs, outputs, inputs, ctx);
  expect((await block(before.number)).hash).toBe(before.hash);
  await serviceKind.delete("l1", inputs, outputs, ctx);
  expect(fs.existsSync(stack.file("data", "l1", "geth"))).toBe(true);
}, 1_200_000);
