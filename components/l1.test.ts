import { expect, test } from "vitest";
import { l1ServiceSpec } from "./l1.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

test("the dev L1 makes blocks as often as the stack file says and loses none when killed", async () => {
  const { spec } = await devnetOf({ l1: { blockTime: 2 } });
  const { args, init } = l1ServiceSpec(spec, placeOf("l1"));
  expect(flagOf(args, "--dev.period")).toBe("2");
  for (const list of [args, init?.args ?? []]) {
    expect(flagOf(list, "--db.engine")).toBe("leveldb");
    expect(flagOf(list, "--state.scheme")).toBe("hash");
    expect(flagOf(list, "--datadir")).toBe("/data/l1");
  }
  expect(init?.args.at(-1)).toBe("/files/l1-genesis.json");
});
