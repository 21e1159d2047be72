import { expect, test } from "vitest";
import { processRuntime } from "../runtimes/process/index.ts";
import { settingsSchema } from "../programs/console/settings.ts";
import { consoleServiceSpec } from "./console.ts";
import { devnetOf, EXTERNAL } from "./testing/devnet.ts";
import { servicesOf } from "./testing/services.ts";

const KEY = `0x${"2".repeat(64)}` as const;

async function consoleOf(values: Parameters<typeof devnetOf>[0]) {
  const { spec } = await devnetOf(values);
  const runtime = processRuntime(spec);
  const services = servicesOf(spec, runtime.placement);
  const service = consoleServiceSpec(spec, runtime, services, { settlement: {} }, KEY);
  return { service, settings: settingsSchema.parse(JSON.parse(service.secretEnv?.CONSOLE_SETTINGS ?? "")) };
}

test("it is told of every service where it is found, and of Alertmanager", async () => {
  const { settings } = await consoleOf({});
  expect(settings.services.map(({ name }) => name)).toContain("batcher");
  expect(
    settings.services.every(({ handle, name }) => handle.runtime === "process" && handle.name === name),
  ).toBe(true);
  expect(settings.alertmanagerUrl).toBe("http://127.0.0.1:9193");
});

test("it listens on loopback, wherever the stack does", async () => {
  const { settings } = await consoleOf(EXTERNAL);
  expect(settings.listen).toBe("127.0.0.1");
});

test("there is a faucet on local stacks only, and no key among the arguments", async () => {
  const { service } = await consoleOf({});
  expect(service.secretEnv?.FAUCET_KEY).toBe(KEY);
  expect(JSON.stringify(service.args)).not.toContain(KEY);
  const { service: elsewhere, settings } = await consoleOf(EXTERNAL);
  expect(elsewhere.secretEnv).not.toHaveProperty("FAUCET_KEY");
  expect(settings.local).toBe(false);
});
