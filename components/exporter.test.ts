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
  protocol: {
    l1: { WTORA: "0x05" },
    l2: {
      ToraToken: "0x06",
      ToraPaymaster: "0x07",
      EntryPoint: "0x08",
      SubnetRegistry: "0x09",
      EmissionManager: "0x0a",
    },
  },
} as const satisfies Watched;

test("it is told of every contract and account that it watches", async () => {
  const { spec } = await devnetOf({});
  const { args } = exporterServiceSpec(spec, placeOf("exporter"), WATCHED);
  const rollup = ["multicall", "l2-output-oracle", "portal", "bridge"];
  const protocol = ["wtora", "tora", "paymaster", "entry-point", "subnet-registry", "emission-manager"];
  const flags = [...rollup, ...protocol];
  const given = flags.map((flag) => flagOf(args, `--${flag}`));
  expect(given).toEqual(flags.map((_, index) => `0x0${(index + 1).toString(16)}`));
  expect(flagOf(args, "--batcher")).toBe(spec.accounts.batcher);
  expect(flagOf(args, "--proposer")).toBe(spec.accounts.proposer);
});

test("without the protocol it watches the rollup", async () => {
  const { spec } = await devnetOf({});
  const { settlement } = WATCHED;
  const { args } = exporterServiceSpec(spec, placeOf("exporter"), { settlement });
  expect(args.filter((arg) => /tora|paymaster|subnet/.test(arg))).toEqual([]);
  expect(flagOf(args, "--portal")).toBe("0x03");
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
