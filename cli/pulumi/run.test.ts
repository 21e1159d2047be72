import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TestStack } from "../../engine/conformance/harness.ts";
import type { OperationKind } from "../../engine/index.ts";
import { projectRoot } from "../../lib/root.ts";
import type { StackOptions } from "../request.ts";
import type { ViewEvent } from "../ui/view.ts";
import { runPulumi } from "./run.ts";

const place = vi.hoisted(() => ({ root: "" }));
vi.mock("../request.ts", () => ({
  root: () => place.root,
  ownPassphrase: () => "correct horse",
  placeOf: (stack: string) => ({ root: place.root, stack, passphrase: () => "correct horse" }),
}));

/** Stands for the CLI: notes how it is called, sends the events that the test has laid down, and ends as it says. */
const FAKE = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
const { version, events, exit } = JSON.parse(fs.readFileSync(__dirname + "/plan.json", "utf8"));
const valueOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
const config = valueOf("--config-file");
fs.appendFileSync(__dirname + "/calls", JSON.stringify({
  args,
  passphrase: process.env.PULUMI_CONFIG_PASSPHRASE,
  config: config && fs.readFileSync(config, "utf8"),
}) + "\\n");
if (args[0] === "version") console.log(version);
else if (args[0] === "stack") console.log(args[1] === "history" ? "[]" : "{}");
else {
  const modules = ${JSON.stringify(`${projectRoot()}/node_modules/`)};
  const grpc = require(modules + "@grpc/grpc-js");
  const { EventsClient } = require(modules + "@pulumi/pulumi/proto/events_grpc_pb.js");
  const { EventRequest } = require(modules + "@pulumi/pulumi/proto/events_pb.js");
  const address = valueOf("--event-log").slice("tcp://".length);
  const client = new EventsClient(address, grpc.credentials.createInsecure());
  const call = client.streamEvents(() => process.exit(exit));
  for (const event of events) {
    const request = new EventRequest();
    request.setEvent(JSON.stringify(event));
    call.write(request);
  }
  call.end();
  if (exit) console.error("error: update failed");
}
`;

interface Call {
  args: string[];
  passphrase: string;
  config?: string;
}

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
  place.root = stack.root;
  fs.mkdirSync(bin());
  fs.writeFileSync(path.join(bin(), "pulumi"), FAKE, { mode: 0o755 });
  vi.stubEnv("PATH", `${bin()}:${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  stack.remove();
});

const bin = () => path.join(stack.root, "bin");
const URN = "urn:pulumi:dev::conformance::test:index:Item::a";
const metadata = { op: "update", urn: URN, type: "test:index:Item", provider: "", old: { parent: "p" } };
const failure = { urn: URN, message: "no room", color: "never", severity: "error" };

function plan(events: object[], { exit = 0, version = "v3.260.0" } = {}): void {
  const numbered = events.map((event, sequence) => ({ sequence, timestamp: 1, ...event }));
  fs.writeFileSync(path.join(bin(), "plan.json"), JSON.stringify({ version, events: numbered, exit }));
}

async function run(kind: OperationKind, options: Partial<StackOptions> = {}, overrides = {}) {
  const shown: ViewEvent[] = [];
  const view = {
    show: (event: ViewEvent) => void shown.push(event),
    say: () => undefined,
    end: () => undefined,
  };
  const interrupts = { polite: new AbortController().signal, urgent: new AbortController().signal };
  const result = await runPulumi(kind, { stack: "dev", ...options }, overrides, view, interrupts);
  return { result, shown };
}

function calls(): Call[] {
  const lines = fs.readFileSync(path.join(bin(), "calls"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

test("the CLI runs the same stack with the same passphrase, and is shown as the embedded engine is", async () => {
  await stack.up({ resources: [{ name: "a" }], outputs: { answer: 42 } });
  plan([
    { resourcePreEvent: { metadata } },
    { resOutputsEvent: { metadata } },
    { summaryEvent: { resourceChanges: { update: 1, same: 2 } } },
  ]);
  const { result, shown } = await run("up", { target: ["a"], refresh: true });
  expect(result).toMatchObject({ ok: true, cancelled: false, errors: [], counts: { update: 1, same: 2 } });
  expect(result.outputs).toEqual({ answer: 42 });
  expect(shown).toMatchObject([
    { kind: "step", phase: "start", op: "update", name: "a" },
    { kind: "step", phase: "done", op: "update", name: "a" },
  ]);
  const up = calls().find(({ args }) => args[0] === "up");
  expect(up?.passphrase).toBe("correct horse");
  const line = up?.args.join(" ");
  expect(line).toContain(`--target ${URN}`);
  expect(line).toContain("--refresh");
  expect(line).toContain("--stack dev");
  expect(up?.args).not.toContain("--config-file");
});

test.each(["preview", "refresh", "destroy"] as const)("%s is the CLI's own", async (kind) => {
  plan([{ summaryEvent: { resourceChanges: { same: 1 } } }]);
  expect((await run(kind)).result).toMatchObject({ ok: true, counts: { same: 1 } });
  expect(calls().map(({ args }) => args[0])).toContain(kind);
});

test("--set goes into a copy of the stack file, which is removed afterwards", async () => {
  const before = fs.readFileSync(path.join(stack.root, "stacks/Pulumi.dev.yaml"), "utf8");
  plan([]);
  await run("up", {}, { "l2.blockTime": 1 });
  const up = calls().find(({ args }) => args[0] === "up");
  expect(JSON.parse(JSON.stringify(up?.config))).toMatch(/tensora:l2[\s\S]*blockTime[\s\S]*1/);
  expect(up?.config).toContain(stack.world.file);
  const copy = up?.args[up.args.indexOf("--config-file") + 1] ?? "";
  expect(fs.existsSync(copy)).toBe(false);
  expect(fs.readFileSync(path.join(stack.root, "stacks/Pulumi.dev.yaml"), "utf8")).toBe(before);
});

test("a failure has its resource and the provider's words, else the CLI's own", async () => {
  plan([{ resourcePreEvent: { metadata } }, { diagnosticEvent: failure }], { exit: 255 });
  const { result } = await run("up");
  expect(result.ok).toBe(false);
  expect(result.errors).toEqual([{ message: "no room", urn: URN, name: "a", type: "test:index:Item" }]);
  plan([], { exit: 255 });
  expect((await run("up")).result.errors).toEqual([{ message: "update failed" }]);
});

test("a CLI of another time is refused, and what to do instead is said", async () => {
  plan([], { version: "v2.25.0" });
  const error = await run("up").catch((thrown) => thrown.explain());
  expect(error).toContain("the Pulumi CLI cannot work with this stack");
  expect(error).toContain("your current CLI version is v2.25.0");
  expect(error).toContain("`--engine embedded`");
});
