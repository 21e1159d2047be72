import { Registry } from "prom-client";
import { type Address, parseEther } from "viem";
import { beforeEach, expect, test } from "vitest";
import type { Happened, L2Event } from "./events.ts";
import { Operations } from "./operations.ts";
import type { Watched } from "./subnets.ts";
import { Votes } from "./votes.ts";

const NOW = Date.now() / 1000;
const SUBNET: Address = "0x0000000000000000000000000000000000000051";
const PAYMASTER: Address = "0x00000000000000000000000000000000000000A1";
const [ANN, BEN]: [Address, Address] = [
  "0x000000000000000000000000000000000000000A",
  "0x000000000000000000000000000000000000000b",
];

let registry: Registry;
let votes: Votes;
beforeEach(() => {
  registry = new Registry();
  votes = new Votes(registry);
});

const event = (eventName: string, args: Record<string, unknown>) =>
  ({ eventName, args, address: SUBNET }) as unknown as L2Event;
const subnet = (epoch: bigint, seated = [ANN, BEN]) =>
  ({ id: 1n, name: "text", subnet: SUBNET, epoch, seated }) as unknown as Watched;
const happened = (since: L2Event[], before: L2Event[] = [], at = NOW): Happened => ({
  timeOf: () => at,
  before,
  since,
});
/** What a scrape says of a validator of the subnet, or of the subnet. */
async function figure(name: string, validator?: Address): Promise<number | undefined> {
  const labels = validator === undefined ? '{subnet="text"}' : `{subnet="text",validator="${validator}"}`;
  const line = (await registry.metrics()).split("\n").find((text) => text.startsWith(`${name}${labels} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

test("who commits is not silent; epochs of one who does not are counted from the first that was seen", async () => {
  votes.saw([subnet(5n)], happened([event("ScoresCommitted", { epoch: 5n, validator: ANN })]));
  votes.saw([subnet(8n)], happened([event("ScoresCommitted", { epoch: 8n, validator: ANN })]));
  expect(await figure("tensora_subnet_silent_epochs", ANN)).toBe(0);
  expect(await figure("tensora_subnet_silent_epochs", BEN)).toBe(3);
  expect(await figure("tensora_subnet_commits_total", ANN)).toBe(2);
});

test("who has lost its slot is not silent, nor for the time before it has one again", async () => {
  votes.saw([subnet(5n)], happened([]));
  votes.saw([subnet(9n, [ANN])], happened([]));
  expect(await figure("tensora_subnet_silent_epochs", BEN)).toBeUndefined();
  votes.saw([subnet(20n)], happened([]));
  expect(await figure("tensora_subnet_silent_epochs", BEN)).toBe(0);
});

test("who committed and did not reveal has missed it once the epoch is closed", async () => {
  const committed = [ANN, BEN].map((validator) => event("ScoresCommitted", { epoch: 5n, validator }));
  votes.saw([subnet(5n)], happened([...committed, event("ScoresRevealed", { epoch: 5n, validator: ANN })]));
  expect(await figure("tensora_subnet_reveals_missed_total", BEN)).toBeUndefined();
  votes.saw(
    [subnet(5n)],
    happened([
      event("AggregationBegun", { epoch: 5n }),
      event("ValidatorSlashed", { epoch: 5n, validator: BEN, amount: parseEther("20"), trustPenalty: 500 }),
      event("EpochAggregated", { epoch: 5n, incentives: true, dividends: true }),
    ]),
  );
  expect(await figure("tensora_subnet_reveals_missed_total", BEN)).toBe(1);
  expect(await figure("tensora_subnet_reveals_missed_total", ANN)).toBeUndefined();
  expect(await figure("tensora_subnet_reveal_missed_age_seconds", BEN)).toBeLessThan(60);
  expect(await figure("tensora_subnet_slashings_total", BEN)).toBe(1);
  expect(await figure("tensora_subnet_slashed_tora_total", BEN)).toBe(20);
  expect(await figure("tensora_subnet_epochs_total")).toBe(1);
});

test("what was before the start has an age and is not counted", async () => {
  const before = [
    event("ScoresCommitted", { epoch: 4n, validator: BEN }),
    event("AggregationBegun", { epoch: 4n }),
  ];
  votes.saw([subnet(5n)], happened([], before, NOW - 300));
  expect(await figure("tensora_subnet_reveal_missed_age_seconds", BEN)).toBeGreaterThanOrEqual(300);
  expect(await figure("tensora_subnet_reveals_missed_total", BEN)).toBeUndefined();
  expect(await figure("tensora_subnet_silent_epochs", BEN)).toBe(1);
});

test("emissions are those of the subnet's number", async () => {
  const budget = parseEther("30");
  votes.saw(
    [subnet(5n)],
    happened([
      event("Allocated", { subnetId: 1n, epoch: 4n, budget, miners: 0n, validators: 0n, shortfall: 0n }),
      event("Allocated", { subnetId: 2n, epoch: 4n, budget, miners: 0n, validators: 0n, shortfall: 0n }),
      event("RewardClaimed", { subnetId: 1n, epoch: 4n, account: ANN, asMiner: budget, asValidator: 0n }),
    ]),
  );
  expect(await figure("tensora_subnet_emitted_tora_total")).toBe(30);
  expect(await figure("tensora_subnet_claimed_tora_total")).toBe(30);
});

test("operations of the paymaster are counted by what became of them, others' are not", async () => {
  const operations = new Operations(registry, PAYMASTER);
  const done = (userOpHash: string, paymaster = PAYMASTER) =>
    event("UserOperationEvent", { userOpHash, paymaster, success: true, actualGasCost: parseEther("0.5") });
  operations.saw([
    done("0x01"),
    event("UserOperationRevertReason", { userOpHash: "0x02" }),
    event("OperationCharged", { sender: ANN, tora: parseEther("7"), failed: true }),
    done("0x02"),
    done("0x03", ANN),
  ]);
  const metrics = await registry.metrics();
  expect(metrics).toContain('tensora_paymaster_operations_total{outcome="done"} 1\n');
  expect(metrics).toContain('tensora_paymaster_operations_total{outcome="call reverted"} 1\n');
  expect(metrics).toContain('tensora_paymaster_operations_total{outcome="settlement reverted"} 0\n');
  expect(metrics).toContain("tensora_paymaster_charged_tora_total 7\n");
  expect(metrics).toContain("tensora_paymaster_gas_bnb_total 1\n");
});
