import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PluginClient } from "../../engine/plugin/client.ts";
import { projectRoot } from "../../lib/root.ts";

/** The plugin's executable, spoken to as an engine does, but without one. */
const PLUGIN = path.join(projectRoot(), "provider", "pulumi-resource-tensora");
const URN = "urn:pulumi:dev::tensora::tensora:index:";
let child: ChildProcess;
let plugin: PluginClient;

beforeEach(async () => {
  child = spawn(PLUGIN, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
  expect(String(line)).toMatch(/^\d+\n$/);
  const address = `127.0.0.1:${String(line).trim()}`;
  plugin = await PluginClient.connect("tensora", { address, end: () => undefined }, "", projectRoot());
});
afterEach(async () => {
  plugin.close();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

const create = (type: string, inputs: Record<string, unknown>, options = { preview: false, timeout: 0 }) =>
  plugin.create(`${URN}${type}::test`, inputs, options);
const endlessStep = {
  dir: path.join(os.tmpdir(), "tensora-serve-test"),
  step: "deploy/origin",
  inputs: { l1: { rpcUrl: "http://127.0.0.1:21298", chainId: 1 }, deployer: "0x", rules: {} },
};
const failureOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: Error) => error,
  );

describe("the plugin's process", () => {
  it.each([
    ["its standard input", () => child.stdin?.end()],
    ["a polite signal", () => child.kill("SIGTERM")],
  ])("ends with %s, and what is under way with it", async (_, end) => {
    const running = failureOf(create("Step", endlessStep));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = performance.now();
    end();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await running).toBeInstanceOf(Error);
  });

  it("lives through the terminal's Ctrl-C", async () => {
    child.kill("SIGINT");
    await plugin.checkConfig(`${URN}default`, {}, {});
    expect(child.exitCode).toBeNull();
  });

  it("gives up what is under way when the engine cancels", async () => {
    const running = failureOf(create("Step", endlessStep));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await plugin.cancel();
    expect((await running)?.message).toContain("deploy/origin was cancelled");
  });

  it("gives up when the resource's own timeout has passed", async () => {
    const failed = await failureOf(create("Step", endlessStep, { preview: false, timeout: 0.3 }));
    expect(failed?.message).toContain("deploy/origin was cancelled");
  });

  it("says which types there are", async () => {
    const failed = await failureOf(create("Nothing", {}));
    expect(failed?.message).toContain("the tensora provider has no resource type tensora:index:Nothing");
    expect(failed?.message).toContain("next: use one of tensora:index:");
  });

  it("has no functions, and no configuration of its own", async () => {
    const failed = await failureOf(plugin.invoke("tensora:index:ask", {}, false));
    expect(failed?.message).toBe("the tensora provider has no functions; tensora:index:ask was called");
    expect(await plugin.checkConfig(`${URN}default`, {}, { any: 1 })).toMatchObject({ failures: [] });
  });

  it("answers a preview's creation with nothing known", async () => {
    expect(await create("Step", endlessStep, { preview: true, timeout: 0 })).toEqual({ id: "", outputs: {} });
  });
});
