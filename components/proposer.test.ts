import { expect, test } from "vitest";
import { proposerServiceSpec } from "./proposer.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";

const KEY = "0x2222222222222222222222222222222222222222222222222222222222222222";
const ORACLE = "0x00000000000000000000000000000000000000aa";

test("proposes to the oracle, from the safe head only where the stack file says so", async () => {
  for (const allowNonFinalized of [true, false]) {
    const { spec } = await devnetOf({ proposer: { allowNonFinalized } });
    const { args } = proposerServiceSpec(spec, placeOf("proposer"), ORACLE, KEY);
    expect(flagOf(args, "--l2oo-address")).toBe(ORACLE);
    expect(args.includes("--allow-non-finalized")).toBe(allowNonFinalized);
  }
});

test("the key is in the secret environment and nowhere else", async () => {
  const { spec } = await devnetOf();
  const { secretEnv, ...rest } = proposerServiceSpec(spec, placeOf("proposer"), ORACLE, KEY);
  expect(secretEnv).toEqual({ OP_PROPOSER_PRIVATE_KEY: KEY });
  expect(JSON.stringify(rest)).not.toContain(KEY.slice(2));
});
