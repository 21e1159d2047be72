import { expect, test } from "vitest";
import { exporterServiceSpec, type Watched } from "./exporter.ts";
import { devnetOf, EXTERNAL, flagOf, placeOf } from "./testing/devnet.ts";

const WATCHED = {
  settlement: {
    Multicall3: "0x01",
    L2OutputOracle: "0x02",
    OptimismPortal: "0x03",
    L1StandardBridge: "0x04",
  },
  l1: { WTORA: "0x05" },
  l2: { ToraToken: "0x06", ToraPaymaster: "0x07" },
} as const satisfies Watched;

test("it is told of every contract and account that it watches", async () => {
  const { spec } = await devnetOf({});
  const { args } = exporterServiceSpec(spec, placeOf("exporter"), WATCHED);
  const flags = ["multicall", "l2-output-oracle", "portal", "bridge", "wtora", "tora", "paymaster"];
  expect(flags.map((flag) => flagOf(args, `--${flag}`))).toEqual(flags.map((_, index) => `0x0${index + 1}`));
  expect(flagOf(args, "--batcher")).toBe(spec.accounts.batcher);
  expect(flagOf(args, "--proposer")).toBe(spec.accounts.proposer);
});

test("its port is the sequencer's of the specification, and op-node has another", async () => {
  const { spec } = await devnetOf({});
  expect(spec.services.exporter.ports.metrics).toBe(9090);
  expect(spec.services["sequencer-node"].ports.metrics).not.toBe(9090);
});

test("an L1 of others is told by the environment: its URL may hold a key", async () => {
  const { spec } = await devnetOf(EXTERNAL);
  const url = "https://l1.test/api-key";
  const { args, secretEnv } = exporterServiceSpec(spec, placeOf("exporter", url), WATCHED);
  expect(secretEnv).toEqual({ L1_RPC_URL: url });
  expect(JSON.stringify(args)).not.toContain("api-key");
});
