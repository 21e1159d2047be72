import { expect, test } from "vitest";
import { priceFeederServiceSpec } from "./price-feeder.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

const key = (digit: string) => `0x${digit.repeat(64)}` as const;
const ADDRESSES = { ToraPaymaster: "0xaa", PostedAggregator: "0xbb" } as const;
const specOf = async (protocol: Record<string, unknown> = {}) => {
  const { spec } = await devnetOf({ protocol });
  const keys = { feeder: key("1"), operator: key("2") };
  return priceFeederServiceSpec(spec, placeOf("price-feeder"), ADDRESSES, keys);
};

test("a price in TORA for a BNB is posted in wei of BNB for a TORA", async () => {
  const { args } = await specOf({ price: { toraPerBnb: 20_000, interval: 5, maxAge: 60, threshold: 250 } });
  expect(flagOf(args, "--answer")).toBe("50000000000000");
  expect(flagOf(args, "--aggregator")).toBe("0xbb");
  expect(flagOf(args, "--interval")).toBe("5");
  expect(flagOf(args, "--max-age")).toBe("60");
  expect(flagOf(args, "--threshold")).toBe("250");
});

test("a fixed price needs no feed", async () => {
  const { args } = await specOf({ price: { source: "fixed" } });
  expect(flagOf(args, "--aggregator")).toBeUndefined();
  expect(flagOf(args, "--paymaster")).toBe("0xaa");
});

test("the deposit is kept within its bounds, in wei", async () => {
  const { args } = await specOf({ paymaster: { deposit: 3, minDeposit: "1.5" } });
  expect(flagOf(args, "--deposit")).toBe("3000000000000000000");
  expect(flagOf(args, "--min-deposit")).toBe("1500000000000000000");
});

test("the keys are in the secret environment and nowhere else", async () => {
  const { secretEnv, ...rest } = await specOf();
  expect(secretEnv).toEqual({ FEEDER_PRIVATE_KEY: key("1"), OPERATOR_PRIVATE_KEY: key("2") });
  for (const digit of "12") expect(JSON.stringify(rest)).not.toContain(digit.repeat(64));
});
