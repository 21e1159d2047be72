import { expect, test } from "vitest";
import { protocolParameters } from "./protocol-parameters.ts";
import { devnetOf, EXTERNAL } from "./testing/devnet.ts";

const MESSENGER = "0x0000000000000000000000000000000000000001";
const UNDERLYING = `0x${"22".repeat(20)}`;
const parametersOf = async (values: Record<string, unknown> = {}) =>
  protocolParameters((await devnetOf(values)).spec, MESSENGER);

test("the specification's figures hold where a stack file says nothing", async () => {
  const { governance, paymaster, price, underlying } = await parametersOf();
  expect(governance).toMatchObject({ delay: 172_800, leastDelay: 172_800, l1Messenger: MESSENGER });
  expect(paymaster.terms).toMatchObject({ fee: 200, maxAge: 3600 });
  expect(price).toMatchObject({ kind: "posted", first: "50000000000000", maxAge: 3600 });
  expect(underlying).toBeUndefined();
});

test("a stack file's figures reach the contracts", async () => {
  const { governance, paymaster, price } = await parametersOf({
    protocol: {
      governance: { delay: 5, votingDelay: 1, votingPeriod: 9 },
      paymaster: { fee: 300, deposit: "2.5", minDeposit: 1 },
      price: { source: "fixed", toraPerBnb: 5_000 },
    },
  });
  expect(governance).toMatchObject({ delay: 5, leastDelay: 5, votingDelay: 1, votingPeriod: 9 });
  expect(paymaster).toMatchObject({ deposit: "2500000000000000000", terms: { fee: 300 } });
  expect(price).toEqual({ kind: "fixed", price: "5000000000000000000000" });
});

test("where there is something to lose no decision can shorten the delay below two days", async () => {
  const protocol = { enabled: true, underlying: UNDERLYING, governance: { delay: 200_000 } };
  const { governance, underlying } = await parametersOf({ ...EXTERNAL, protocol });
  expect(governance).toMatchObject({ delay: 200_000, leastDelay: 172_800 });
  expect(underlying).toBe(UNDERLYING);
});
