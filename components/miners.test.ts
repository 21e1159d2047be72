import { expect, test } from "vitest";
import { identityKey } from "../subnets/keys.ts";
import { minersServiceSpec } from "./miners.ts";
import { devnetOf, flagOf, placeOf } from "./testing/devnet.ts";
import { validatorsServiceSpec } from "./validators.ts";

const SEED = `0x${"5".repeat(64)}` as const;
const ADDRESSES = { SubnetRegistry: "0xaa", EmissionManager: "0xbb", ToraToken: "0xcc" } as const;
const SUBNETS = [
  {
    name: "text",
    miners: [{ count: 1 }, { behaviour: "dead" }],
    validators: [{}, { behaviour: "colluding" }],
  },
  { name: "words", model: "keywords", miners: [{}], validators: [{}] },
];
const specs = async () => {
  const { spec } = await devnetOf({ subnets: SUBNETS });
  return {
    miners: minersServiceSpec(spec, placeOf("miners"), ADDRESSES, SEED),
    validators: validatorsServiceSpec(spec, placeOf("validators"), ADDRESSES, SEED),
  };
};

test("each miner listens on a port of its own, and tells the registry of it", async () => {
  const { miners } = await specs();
  const all = JSON.parse(flagOf(miners.args, "--miners") ?? "[]");
  expect(all).toMatchObject([
    { name: "text-0", subnet: "text", model: "embeddings", behaviour: "honest", port: 7100 },
    { name: "text-1", behaviour: "dead", port: 7101 },
    { name: "words-0", subnet: "words", model: "keywords", port: 7102 },
  ]);
  for (const { endpoint, name } of all) expect(endpoint).toBe(placeOf("miners").url("miners", name));
  expect(miners.ports).toMatchObject({ "text-0": 7100, "text-1": 7101, "words-0": 7102 });
});

test("an account is a validator of several subnets; a colluding one favours the last miner", async () => {
  const { validators, miners } = await specs();
  const all = JSON.parse(flagOf(validators.args, "--validators") ?? "[]");
  const [, dead] = JSON.parse(flagOf(miners.args, "--miners") ?? "[]");
  expect(all).toMatchObject([
    { name: "validator-0", subnet: "text", behaviour: "honest" },
    { name: "validator-1", subnet: "text", behaviour: "colluding", favours: dead.endpoint },
    { name: "validator-0", subnet: "words", behaviour: "honest" },
  ]);
  expect(validators.durable).toBe(true);
});

test("who pays gas in TORA is told where it is taken, and nobody else is", async () => {
  const { spec } = await devnetOf({ subnets: [{ name: "text", validators: [{}, { gas: "tora" }] }] });
  const addresses = { ...ADDRESSES, ToraPaymaster: "0xdd" } as const;
  const { args } = validatorsServiceSpec(spec, placeOf("validators"), addresses, SEED);
  expect(JSON.parse(flagOf(args, "--validators") ?? "[]")).toMatchObject([{ gas: "bnb" }, { gas: "tora" }]);
  expect(flagOf(args, "--bundler-url")).toBe(placeOf("validators").url("bundler", "rpc"));
  expect(flagOf(args, "--paymaster")).toBe("0xdd");
  expect(flagOf((await specs()).validators.args, "--bundler-url")).toBeUndefined();
});

test("keys are in the secret environment and nowhere else", async () => {
  const { miners, validators } = await specs();
  const keys = ["text-0", "text-1", "words-0"].map((name) => [name, identityKey(SEED, name)]);
  expect(JSON.parse(miners.secretEnv?.MINER_KEYS ?? "")).toEqual(Object.fromEntries(keys));
  expect(Object.keys(JSON.parse(validators.secretEnv?.VALIDATOR_KEYS ?? ""))).toEqual([
    "validator-0",
    "validator-1",
  ]);
  for (const { secretEnv: _, ...rest } of [miners, validators])
    for (const name of ["text-0", "validator-0"])
      expect(JSON.stringify(rest)).not.toContain(identityKey(SEED, name).slice(2));
});
