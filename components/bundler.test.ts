import { expect, test } from "vitest";
import { bundlerServiceSpec } from "./bundler.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

const key = (digit: string) => `0x${digit.repeat(64)}` as const;
const specOf = async (values: Record<string, unknown> = {}) => {
  const { spec } = await devnetOf(values);
  const keys = { executors: [key("1"), key("2")], utility: key("3") };
  return bundlerServiceSpec(spec, placeOf("bundler"), { ToraPaymaster: PAYMASTER }, keys);
};
const PAYMASTER = "0x00000000000000000000000000000000000000Aa";

test("rules are enforced, L1 fees priced in, and executors refilled as configured", async () => {
  const bundler = { minExecutorBalance: "0.5", refillInterval: 7 };
  const { args } = await specOf({ l2: { blockTime: 2 }, l1: { blockTime: 3 }, protocol: { bundler } });
  expect(flagOf(args, "--safe-mode")).toBe("true");
  expect(flagOf(args, "--chain-type")).toBe("op-stack");
  expect(flagOf(args, "--block-time")).toBe("2000");
  expect(flagOf(args, "--min-executor-balance")).toBe("500000000000000000");
  expect(flagOf(args, "--executor-refill-interval")).toBe("7");
  expect(flagOf(args, "--ignored-paymasters")).toBe(PAYMASTER);
});

test("a flag of the stack file wins", async () => {
  const { args } = await specOf({ services: { bundler: { flags: ["--log-level=debug"] } } });
  expect(flagOf(args, "--log-level")).toBe("debug");
});

test("the keys are in the secret environment and nowhere else; it listens where the stack does", async () => {
  const { secretEnv, ...rest } = await specOf();
  expect(secretEnv).toEqual({
    ALTO_EXECUTOR_PRIVATE_KEYS: `${key("1")},${key("2")}`,
    ALTO_UTILITY_PRIVATE_KEY: key("3"),
  });
  for (const digit of "123") expect(JSON.stringify(rest)).not.toContain(digit.repeat(64));
  expect(rest.env).toEqual({ LISTEN_HOST: "127.0.0.1" });
});
