import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { portsOf, withDefaults } from "./defaults.ts";
import { loadObject } from "./load.ts";
import { DEFAULT_SUBNET, SUBNET_DEFAULTS } from "./protocol-defaults.ts";
import { problemsOf } from "./testing/problems.ts";

const TEXT = {
  name: "text",
  miners: [{ count: 2 }, { behaviour: "lazy" }],
  validators: [{ behaviour: "honest", count: 2, stake: "1500.5" }, { behaviour: "colluding" }],
  hyperparameters: { minStake: 1500, kappa: 40_000 },
};
const place = { root: "/nowhere", stack: "unit" };

test("counts become miners and validators, each with its name", async () => {
  const { spec } = await loadObject({ subnets: [TEXT] }, place);
  const [text] = spec.subnets;
  expect(text?.miners).toEqual([
    { name: "text-0", behaviour: "honest" },
    { name: "text-1", behaviour: "honest" },
    { name: "text-2", behaviour: "lazy" },
  ]);
  expect(text?.validators.map(({ name, behaviour }) => [name, behaviour])).toEqual([
    ["validator-0", "honest"],
    ["validator-1", "honest"],
    ["validator-2", "colluding"],
  ]);
});

test("amounts are in wei after the configuration, and the owner is the user unless named", async () => {
  const { spec } = await loadObject({ subnets: [TEXT] }, place);
  const [text] = spec.subnets;
  expect(text?.validators[0]?.stake).toBe("1500500000000000000000");
  expect(text?.hyperparameters).toMatchObject({ minStake: "1500000000000000000000", kappa: 40_000 });
  expect(text?.owner).toBe(spec.accounts.user);
});

test("what a subnet leaves out is the protocol's default", async () => {
  const phases = { commit: 5, reveal: 9, aggregate: 13, length: 14 };
  const { spec } = await loadObject({ subnets: [TEXT, { name: "words", phases }] }, place);
  const [text, words] = spec.subnets;
  expect(text?.phases).toEqual(DEFAULT_SUBNET.phases);
  expect(words?.phases).toEqual(phases);
  expect(words?.hyperparameters).toEqual(DEFAULT_SUBNET.hyperparameters);
  const own = { minStake: "1500000000000000000000", kappa: 40_000 };
  expect(text?.hyperparameters).toEqual({ ...DEFAULT_SUBNET.hyperparameters, ...own });
});

test("every miner has a port of its own, in the order of the file", () => {
  const { subnets } = withDefaults({ subnets: [TEXT, { name: "words", miners: [{}] }] as never });
  const ports = portsOf([{ ...subnets[0], miners: [{ behaviour: "honest", count: 2 }] }] as never).miners;
  expect(ports).toEqual({ metrics: 9098, "text-0": 7100, "text-1": 7101 });
});

test("a problem inside a subnet is told by its place", async () => {
  const problems = await problemsOf({
    subnets: [TEXT, { name: "words", model: "gpt", miners: [{ behaviour: "eager", kount: 2 }] }],
  });
  expect(problems.map(({ path }) => path).sort()).toEqual([
    "subnets.1.miners.0.behaviour",
    "subnets.1.miners.0.kount",
    "subnets.1.model",
  ]);
  expect(problems.every(({ fix }) => fix.includes("docs/subnets.md"))).toBe(true);
});

test("docs/subnets.md has the defaults", () => {
  const text = fs.readFileSync(path.join(projectRoot(), "docs", "subnets.md"), "utf8");
  const { phases, hyperparameters } = SUBNET_DEFAULTS;
  const rows = [...text.matchAll(/^\| (`[^|]+`) \| [^|]+ \| ([\d, ]+) \|/gm)];
  const told = rows.flatMap(([, names = "", values = ""]) => {
    const defaults = values.split(", ").map((value) => Number(value.replaceAll(",", "")));
    return (names.match(/\w+/g) ?? []).map((name, index) => [name, defaults[index]]);
  });
  expect(Object.fromEntries(told)).toEqual(hyperparameters);
  expect(text).toContain(`default: ${Object.values(phases).join(", ")}`);
});
