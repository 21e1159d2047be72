import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { EXTERNAL_SPEC, inputsOf, SPEC } from "../../genesis/testing/inputs.ts";
import { stackFolder, testContext } from "../testing/context.ts";
import { l1GenesisKind as l1, l2GenesisKind as l2 } from "./genesis.ts";

const ctx = testContext();
let dir: string;
beforeEach(() => {
  dir = stackFolder();
});

const file = (name: string) => path.join(dir, "files", name);
const bytes = (name: string) => fs.readFileSync(file(name), "utf8");
const written = () => fs.readdirSync(path.join(dir, "files")).sort();

function l2Inputs() {
  const { wrappedBnbCode: _, ...inputs } = inputsOf(SPEC);
  return { dir, ...inputs };
}

describe("the genesis of a dev L1", () => {
  const inputs = () => ({ dir, spec: SPEC });

  it("begins now, and its files are written again when they are gone", async () => {
    const { id, outputs } = await l1.create(inputs(), ctx);
    expect(Math.abs(outputs.timestamp - Date.now() / 1000)).toBeLessThan(10);
    expect(written()).toEqual(["l1-chain-config.json", "l1-genesis.json"]);
    expect(await l1.diff?.(id, inputs(), outputs, inputs(), ctx)).toEqual({ changed: [] });
    const before = bytes("l1-genesis.json");
    fs.rmSync(file("l1-genesis.json"));
    const reason = "l1-genesis.json is missing";
    expect(await l1.diff?.(id, inputs(), outputs, inputs(), ctx)).toEqual({ changed: ["digests"], reason });
    expect(await l1.read(id, inputs(), outputs, ctx)).toEqual(outputs);
    expect(await l1.update(id, inputs(), { ...outputs }, inputs(), ctx)).toEqual(outputs);
    expect(bytes("l1-genesis.json")).toBe(before);
  });

  it("goes on with what an interrupted creation has begun", async () => {
    const { outputs } = await l1.create(inputs(), ctx);
    const earlier = { ...JSON.parse(bytes("l1-genesis.json")), timestamp: "0x64" };
    fs.writeFileSync(file("l1-genesis.json"), JSON.stringify(earlier));
    const again = await l1.create(inputs(), ctx);
    expect(again.outputs.timestamp).toBe(100);
    expect(again.outputs.hash).not.toBe(outputs.hash);
  });

  it("leaves nothing when it is deleted, twice as well", async () => {
    const { id, outputs } = await l1.create(inputs(), ctx);
    for (const _ of [1, 2]) await l1.delete(id, inputs(), outputs, ctx);
    expect(written()).toEqual([]);
  });
});

it("an L1 of others has its rules only", async () => {
  await l1.create({ dir, spec: EXTERNAL_SPEC }, ctx);
  expect(written()).toEqual(["l1-chain-config.json"]);
  expect(JSON.parse(bytes("l1-chain-config.json"))).toMatchObject({ chainId: EXTERNAL_SPEC.l1.chainId });
});

describe("the genesis of L2", () => {
  it("is in two files for its services to read, changed ones put right", async () => {
    const { id, outputs } = await l2.create(l2Inputs(), ctx);
    expect(written()).toEqual(["l2-genesis.json", "rollup.json"]);
    expect(JSON.parse(bytes("rollup.json")).genesis.l2.hash).toBe(outputs.hash);
    const before = bytes("rollup.json");
    fs.appendFileSync(file("rollup.json"), " ");
    const reason = "rollup.json was changed";
    const difference = await l2.diff?.(id, l2Inputs(), outputs, l2Inputs(), ctx);
    expect(difference).toEqual({ changed: ["digests"], reason });
    expect(await l2.update(id, l2Inputs(), outputs, l2Inputs(), ctx)).toEqual(outputs);
    expect(bytes("rollup.json")).toBe(before);
  });

  it("is another one with another L1 origin or other contracts", async () => {
    const { id, outputs } = await l2.create(l2Inputs(), ctx);
    const { origin, settlement } = l2Inputs();
    const news = {
      ...l2Inputs(),
      origin: { ...origin, number: 8 },
      settlement: { ...settlement, BatchInbox: settlement.Safe },
    };
    const changed = ["settlement", "origin"];
    const replaced = { changed, replaces: changed, deleteBeforeReplace: true };
    expect(await l2.diff?.(id, l2Inputs(), outputs, news, ctx)).toEqual(replaced);
  });

  it("is never written again as another one", async () => {
    const { id, outputs } = await l2.create(l2Inputs(), ctx);
    const before = bytes("l2-genesis.json");
    const began = { ...outputs, hash: `0x${"ab".repeat(32)}` };
    await expect(l2.update(id, l2Inputs(), began, l2Inputs(), ctx)).rejects.toThrow(
      `block 0 would be ${outputs.hash}, but the chain started with ${began.hash}`,
    );
    expect(bytes("l2-genesis.json")).toBe(before);
  });

  it("refuses a change of what it has fixed, on a resource that is there only", async () => {
    const news = { ...l2Inputs(), spec: { ...SPEC, l2: { ...SPEC.l2, blockTime: 2 } } };
    expect(await l2.check?.(news, l2Inputs(), ctx)).toMatchObject([{ property: "spec.l2.blockTime" }]);
    expect(await l2.check?.(news, undefined, ctx)).toEqual([]);
    expect(await l2.check?.({ dir }, l2Inputs(), ctx)).toEqual([]);
  });
});
