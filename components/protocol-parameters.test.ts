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

test("parameters are what existing stacks have on record, in this order: a difference would be refused", async () => {
  const recorded = `{"taxed":{"supply":"1000000000000000000000000000","tax":100},"governance":{"delay":172800,"votingDelay":86400,"votingPeriod":432000,"proposalThreshold":"100000000000000000000000","quorum":4,"approval":5000,"leastDelay":172800,"l1Messenger":"${MESSENGER}"},"exitDelay":604800,"paymaster":{"terms":{"fee":200,"maxDeviation":1000,"maxAge":3600,"settlementGas":9000,"maxOperationCost":"1000000000000000000","minPrice":"1000000000000000000000","maxPrice":"100000000000000000000000000"},"stake":"1000000000000000000","unstakeDelay":86400,"deposit":"10000000000000000000"},"subnets":{"emission":{"amount":"1000000000000000000000","blocks":1102},"trust":{"capPerSubnet":2000,"recoveryPerDay":100},"examples":[]},"price":{"kind":"posted","feeder":"0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec","first":"50000000000000","maxAge":3600}}`;
  expect(JSON.stringify(await parametersOf())).toBe(recorded);
});

test("where there is something to lose no decision can shorten the delay below two days", async () => {
  const protocol = { enabled: true, underlying: UNDERLYING, governance: { delay: 200_000 } };
  const { governance, underlying } = await parametersOf({ ...EXTERNAL, protocol });
  expect(governance).toMatchObject({ delay: 200_000, leastDelay: 172_800 });
  expect(underlying).toBe(UNDERLYING);
});
