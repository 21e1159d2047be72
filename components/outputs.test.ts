import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { batcherServiceSpec } from "./batcher.ts";
import type { Runtime } from "../runtimes/common/runtime.ts";
import { SERVICES } from "../spec/services.ts";
import { devnetOutputs, serviceOutput } from "./outputs.ts";
import { devnetOf, EXTERNAL, placeOf } from "./testing/devnet.ts";

const KEY = "0x3333333333333333333333333333333333333333333333333333333333333333";

const BATCHER = SERVICES.batcher.name;

test("users are told where a service answers, and no key", async () => {
  const { spec } = await devnetOf();
  const service = batcherServiceSpec(spec, placeOf(BATCHER), KEY);
  const runtime = { url: (name: string, port: string) => `http://${name}:${port}` };
  const output = serviceOutput(service, runtime, `/logs/${BATCHER}.log`);
  expect(output).toEqual({
    name: BATCHER,
    role: SERVICES.batcher.role,
    rpcUrl: `http://${BATCHER}:rpc`,
    metricsUrl: `http://${BATCHER}:metrics/metrics`,
    log: `/logs/${BATCHER}.log`,
  });
});

test("the outputs of a stack are plain, and have scheme and host of the URL of an external L1", async () => {
  const { spec, keys } = await devnetOf(EXTERNAL);
  const url = (name: string, port: string) =>
    name === SERVICES.l1.name ? (spec.l1.rpcUrl ?? "") : `http://${name}:${port}`;
  const runtime = { url } as unknown as Runtime;
  const settlement = pulumi.output({}) as never;
  const outputs = devnetOutputs({ spec, keys, runtime }, { settlement, protocol: undefined }, []);
  expect(await pulumi.isSecret(outputs)).toBe(false);
  const known = await new Promise((resolve) => outputs.apply(resolve));
  expect(known).toMatchObject({ l1: { rpcUrl: "https://l1.test", chainId: 714 } });
  expect(JSON.stringify(known)).not.toContain("api-key");
});
