import { expect, test } from "vitest";
import { batcherServiceSpec } from "./batcher.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

const KEY = "0x1111111111111111111111111111111111111111111111111111111111111111";
const specOf = async (values: Record<string, unknown>) => {
  const { spec } = await devnetOf(values);
  return batcherServiceSpec(spec, placeOf("batcher"), KEY);
};

test("interval, size, compression and batch type become op-batcher's flags", async () => {
  const batcher = { interval: 12, maxSize: 5000, compression: "brotli", batchType: "singular" };
  const { args } = await specOf({ l1: { blockTime: 3 }, batcher });
  expect(flagOf(args, "--max-channel-duration")).toBe("4");
  expect(flagOf(args, "--max-l1-tx-size-bytes")).toBe("5000");
  expect(flagOf(args, "--compression-algo")).toBe("brotli");
  expect(flagOf(args, "--batch-type")).toBe("0");
  expect(flagOf(args, "--data-availability-type")).toBe("calldata");
});

test("the key is in the secret environment and nowhere else", async () => {
  const { secretEnv, ...rest } = await specOf({});
  expect(secretEnv).toEqual({ OP_BATCHER_PRIVATE_KEY: KEY });
  expect(JSON.stringify(rest)).not.toContain(KEY.slice(2));
});
