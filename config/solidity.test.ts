import fs from "node:fs";
import path from "node:path";
import { parseEther } from "viem";
import { expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "../lib/root.ts";
import { DEFAULT_SUBNET, EMISSION_SPLIT } from "./protocol-defaults.ts";
import { stackSchema } from "./schema.ts";
import { subnetSchema } from "./subnets.ts";

const source = (file: string) =>
  fs.readFileSync(path.join(projectRoot(), "contracts", "src", `${file}.sol`), "utf8");

/** A number as Solidity writes it: `1_000 ether`, `10 ** 27`, `1 days`. */
function number(text: string): bigint {
  const [digits = "", unit] = text.replaceAll("_", "").split(" ");
  if (unit === "ether") return parseEther(digits);
  const seconds = { minutes: 60n, days: 86_400n }[unit ?? ""];
  if (seconds !== undefined) return BigInt(digits) * seconds;
  const [base = "", power = "1"] = text.replaceAll("_", "").split(" ** ");
  return BigInt(base) ** BigInt(power);
}

/** The named fields of a struct that a source makes, such as `Split({miners: 1800})`. */
function struct(text: string, name: string): Record<string, bigint> {
  const [, body = ""] = new RegExp(`\\b${name}\\(\\{([^{}]*)\\}\\)`).exec(text) ?? [];
  const fields = [...body.matchAll(/(\w+): ([\w ]+?)\s*(?:,|$)/g)];
  return Object.fromEntries(fields.map(([, field = "", value = ""]) => [field, number(value)]));
}

const big = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, BigInt(value as string)]));

test("the default subnet is the factory's", () => {
  const factory = source("subnets/SubnetFactory");
  const flat = factory.replace(/phases: Phases\(\{[^}]*\}\),/, "");
  expect(struct(factory, "Phases")).toEqual(big(DEFAULT_SUBNET.phases));
  expect(struct(flat, "Hyperparameters")).toEqual(big(DEFAULT_SUBNET.hyperparameters));
});

test("the split of emissions is the manager's first", () => {
  expect(struct(source("subnets/EmissionManager"), "Split")).toEqual(big(EMISSION_SPLIT));
});

test("hyperparameters have the bounds of the contract", () => {
  const { properties } = z.toJSONSchema(subnetSchema.shape.hyperparameters, { io: "input" });
  const bounds = Object.entries(properties ?? {}).flatMap(([name, key]) => {
    const { minimum, maximum } = key as { minimum?: number; maximum?: number };
    return minimum === undefined || maximum === undefined ? [] : [[name, [BigInt(minimum), BigInt(maximum)]]];
  });
  const contract = source("libraries/HyperparameterBounds");
  const checks = [...contract.matchAll(/_within\("(\w+)", h\.\w+, ([\w ]+?), ([\w *]+?)\);/g)];
  const all = checks.map(([, name = "", least = "", most = ""]) => [name, [number(least), number(most)]]);
  const amounts = ["minStake", "registrationFee"];
  expect(all).toHaveLength(bounds.length + amounts.length);
  expect(Object.fromEntries(bounds)).toEqual(
    Object.fromEntries(all.filter(([name]) => !amounts.includes(name as string))),
  );
});

test("the paymaster's fee and the age of its price have the bounds of the contract", () => {
  const contract = source("paymaster/PaymasterQuote");
  const constant = (name: string) => {
    const [, value = ""] = new RegExp(`constant ${name} = ([\\w ]+);`).exec(contract) ?? [];
    return Number(number(value));
  };
  const { price, paymaster } = stackSchema.shape.protocol.unwrap().shape;
  expect(z.toJSONSchema(paymaster.unwrap().shape.fee)).toMatchObject({
    minimum: constant("MIN_FEE"),
    maximum: constant("MAX_FEE"),
  });
  expect(z.toJSONSchema(price.unwrap().shape.maxAge)).toMatchObject({
    minimum: constant("MIN_AGE"),
    maximum: constant("MAX_AGE"),
  });
});
