import { expect, test } from "vitest";
import { batcherServiceSpec } from "./batcher.ts";
import { serviceOutput } from "./outputs.ts";
import { devnetOf, placeOf } from "./testing/devnet.ts";

const KEY = "0x3333333333333333333333333333333333333333333333333333333333333333";

test("users are told where a service answers, and no key", async () => {
  const { spec } = await devnetOf();
  const service = batcherServiceSpec(spec, placeOf("batcher"), KEY);
  const runtime = { url: (name: string, port: string) => `http://${name}:${port}` };
  const output = serviceOutput(service, runtime, "/logs/batcher.log");
  expect(output).toEqual({
    name: "batcher",
    role: "batcher",
    rpcUrl: "http://batcher:rpc",
    metricsUrl: "http://batcher:metrics/metrics",
    log: "/logs/batcher.log",
  });
});
