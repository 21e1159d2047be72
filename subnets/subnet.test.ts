import { type Address, encodeFunctionData, multicall3Abi, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { preinstalls } from "../genesis/preinstalls.ts";
import { member } from "../programs/miner/membership.ts";
import { aggregate } from "../programs/validator/aggregate.ts";
import { seated } from "../programs/validator/membership.ts";
import { type SubnetChain, startSubnetChain } from "../steps/deploy/testing/subnets.ts";
import { globalTrustAbi } from "../chain/abi/GlobalTrust.ts";
import { minerRegistryAbi } from "../chain/abi/MinerRegistry.ts";
import { subnetAbi } from "../chain/abi/Subnet.ts";
import { until } from "../lib/wait.ts";
import { subnetCalled } from "./addresses.ts";
import { commitmentOf } from "./commitment.ts";
import { type AggregationBlocks, aggregationOf, differences, outputOf } from "./recompute.ts";
import { clockOf, PHASE, reach, SALT, vote, weightsOf } from "../steps/deploy/testing/votes.ts";
import { type SubnetView, viewOf } from "./view.ts";

/** The first has no more than the least stake: a slash takes its voice. The second keeps it. TORA. */
const STAKES = { least: "1000", more: "2000", most: "6000" };
const MINERS = ["m0", "m1", "m2", "m3"];
const PHASES = { commit: 5, reveal: 9, aggregate: 13, length: 20 };

let chain: SubnetChain;
/** The same chain's other subnet, of two validators and no miner. */
let words: SubnetChain;
let first: bigint;
/** When the miners began to join. */
let joining: bigint;
beforeAll(async () => {
  const names = [...Object.keys(STAKES), ...MINERS, "late"];
  // Trust comes back by the second, so that its time matters.
  const trust = { capPerSubnet: 2_000, recoveryPerDay: 10_000 };
  chain = await startSubnetChain(names, { subnets: ["text", "words"], phases: PHASES, trust });
  const other = await subnetCalled(chain.client, chain.addresses.SubnetRegistry as Address, "words");
  if (!other) throw new Error("there is no second subnet");
  words = { ...chain, at: other };
  await Promise.all(names.map((name) => chain.give(chain.sender(name).address, parseEther("10000"))));
  const stakes = Object.entries(STAKES);
  await Promise.all(
    stakes.map(([name, tora]) => seated(membersOf(chain), chain.at, chain.sender(name), parseEther(tora))),
  );
  for (const name of ["more", "most"])
    await seated(membersOf(chain), words.at, chain.sender(name), parseEther(STAKES.more));
  [joining] = await clockOf(chain);
  // One by one: uids are given in this order.
  for (const name of MINERS) await joined(name);
  const [epoch] = await clockOf(chain);
  first = epoch + 1n;
});
afterAll(() => chain?.stop());

/** What is needed to become one of the subnet's. */
const membersOf = ({ client, l2, addresses }: SubnetChain) => ({
  client,
  l2,
  tora: addresses.ToraToken as Address,
});
const joined = (name: string) =>
  member(membersOf(chain), chain.at, chain.sender(name), `http://127.0.0.1/${name}`);

const view = () => viewOf(chain.client, chain.at, chain.addresses.EmissionManager as Address);
const byUid = ({ miners }: SubnetView) => [...miners].sort((a, b) => a.uid - b.uid);

async function closed(epoch: bigint, of = chain): Promise<AggregationBlocks> {
  await reach(of, epoch, PHASE.aggregate);
  await aggregate(of.client, of.at, of.sender("most"), epoch);
  return blocksOf(epoch, of);
}

async function blocksOf(epoch: bigint, of = chain): Promise<AggregationBlocks> {
  const blocks = await aggregationOf(of.client, of.at, epoch, 0n);
  if (!blocks) throw new Error(`epoch ${epoch} was not aggregated`);
  return blocks;
}

/** Begins the aggregations of several subnets in one transaction, in this order. */
async function beginTogether(subnets: readonly SubnetChain[]): Promise<void> {
  const callData = encodeFunctionData({ abi: subnetAbi, functionName: "aggregateScores", args: ["0x", 0n] });
  const calls = subnets.map(({ at }) => ({ target: at.subnet, allowFailure: false, callData }));
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] });
  await chain.sender("most").send({ to: preinstalls(714).MultiCall3.address, data }, "aggregations");
}

/** Waits for a block after which trust in a validator comes back by a point with the very next one. */
async function stepOfTrust(name: string): Promise<void> {
  const args = [chain.sender(name).address] as const;
  const read = {
    address: chain.addresses.GlobalTrust as Address,
    abi: globalTrustAbi,
    functionName: "trustOf",
    args,
  } as const;
  const steps = async () => {
    const { number: blockNumber, timestamp } = await chain.client.getBlock();
    const [now, next] = await Promise.all([
      chain.client.readContract({ ...read, blockNumber }),
      chain.client.readContract({ ...read, blockNumber, blockOverrides: { time: timestamp + 1n } }),
    ]);
    return next !== now;
  };
  await until(`trust in ${name} to come back`, steps, { deadline: 60, every: 30 });
}

describe("a subnet on a chain", () => {
  it("takes commitments as they are computed here", async () => {
    const validator = chain.sender("most").address;
    const weights = weightsOf([1, 2, 65_535]);
    const args = [validator, 7n, weights, SALT] as const;
    const own = commitmentOf(
      { chainId: chain.l2.chainId, subnet: chain.at.subnet, epoch: 7n, validator },
      weights,
      SALT,
    );
    const read = { address: chain.at.subnet, abi: subnetAbi, functionName: "commitmentOf", args } as const;
    expect(await chain.client.readContract(read)).toBe(own);
  });

  it("shows miners and validators before any epoch is done", async () => {
    const { aggregated, miners, validators } = await view();
    expect(aggregated).toBe(0);
    const expected = MINERS.map((name, uid) => {
      const account = chain.sender(name).address;
      return { uid, account, signer: account, incentive: 0, consensus: 0 };
    });
    expect(miners).toMatchObject(expected);
    // A slow machine joins them in more than one epoch.
    expect(miners.every(({ since }) => since > Number(joining) && since <= Number(first))).toBe(true);
    expect(validators.every(({ dividend, validatorTrust }) => dividend + validatorTrust === 0)).toBe(true);
  });

  it("computes a first epoch, without bonds, as Yuma does", async () => {
    await vote(chain, first, { least: [10, 20, 30, 40], more: [10, 25, 30, 35], most: [11, 20, 33, 36] });
    expect(await differences(chain.client, chain.at, first, await closed(first))).toEqual([]);
    const { aggregated, miners } = await view();
    expect(aggregated).toBe(Number(first));
    expect(miners.map(({ uid }) => uid)).toEqual([3, 2, 1, 0]);
  });

  it("shows the consensus of the epoch that is done while the next one's scores are revealed", async () => {
    const before = await view();
    const second = first + 1n;
    const row = [40, 30, 20, 10];
    await vote(chain, second, { least: row, more: row, most: row }, ["least", "more"]);
    const during = await view();
    expect(during).toMatchObject({ phase: "reveal", epoch: Number(second), aggregated: Number(first) });
    expect(byUid(during)).toEqual(byUid(before));
  });

  it("computes an epoch in which validators withheld their reveals as Yuma does", async () => {
    expect(await differences(chain.client, chain.at, first + 1n, await closed(first + 1n))).toEqual([]);
    const { validators } = await view();
    expect(validators.map(({ trust }) => trust < 1).sort()).toEqual([false, true, true]);
  });

  it("gives who took a place over none of what its predecessor earned", async () => {
    const [former] = byUid(await view());
    expect(former?.incentive).toBeGreaterThan(0.3);
    const data = encodeFunctionData({ abi: minerRegistryAbi, functionName: "leave" });
    await chain.sender("m0").send({ to: chain.at.minerRegistry, data }, "a miner's leave");
    await joined("late");
    const after = await view();
    const [latter] = byUid(after);
    expect(latter).toMatchObject({
      uid: 0,
      account: chain.sender("late").address,
      incentive: 0,
      consensus: 0,
    });
    expect(after.validators.map(({ bonds }) => bonds[0])).toEqual([0, 0, 0]);
  });

  it("computes an epoch with old bonds, a new miner, and one whose slash took its voice as Yuma does", async () => {
    const [epoch] = await clockOf(chain);
    await vote(chain, epoch + 1n, { least: [1, 30, 20, 10], more: [4, 30, 20, 10], most: [3, 30, 20, 10] });
    await reach(chain, epoch + 1n, PHASE.aggregate);
    // What counts is trust in the block of the aggregation, not in the one before.
    await stepOfTrust("more");
    const blocks = await closed(epoch + 1n);
    expect(await differences(chain.client, chain.at, epoch + 1n, blocks)).toEqual([]);
  });

  it("computes an epoch in which nobody has a voice, and nobody is paid, as Yuma does", async () => {
    const [epoch] = await clockOf(words);
    const blocks = await closed(epoch, words);
    expect(await differences(chain.client, words.at, epoch, blocks)).toEqual([]);
    const { stake, dividends } = await outputOf(chain.client, words.at, epoch, blocks);
    expect([stake, dividends]).toEqual([
      [0n, 0n],
      [0n, 0n],
    ]);
  });

  it("counts trust that another subnet took in the very same block", async () => {
    // Both count from their creation, one a few blocks after the other: the same epochs of both overlap.
    const epoch = (await clockOf(chain))[0] + 1n;
    const row = [3, 30, 20, 10];
    await Promise.all([
      vote(chain, epoch, { more: row, most: [4, 29, 20, 11] }),
      vote(words, epoch, { more: row, most: row }, ["more"]),
    ]);
    await Promise.all([reach(chain, epoch, PHASE.aggregate), reach(words, epoch, PHASE.aggregate)]);
    await beginTogether([words, chain]);
    const [blocks, before] = await Promise.all([closed(epoch), closed(epoch, words)]);
    expect(before.begun).toBe(blocks.begun);
    expect(await differences(chain.client, chain.at, epoch, blocks)).toEqual([]);
    const blind = { ...blocks, place: 0 };
    expect(await differences(chain.client, chain.at, epoch, blind)).toContainEqual(
      expect.stringContaining("stake "),
    );
  });

  it("tells what differs: another epoch's results are not this one's", async () => {
    const [former, { done }] = await Promise.all([blocksOf(first), blocksOf(first + 1n)]);
    const found = await differences(chain.client, chain.at, first, { ...former, done });
    expect(found.some((line) => line.startsWith("consensus 0 is "))).toBe(true);
    expect(found.some((line) => line.startsWith("bond of "))).toBe(true);
  });
});
