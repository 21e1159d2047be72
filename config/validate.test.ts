import { describe, expect, it } from "vitest";
import type { ConfigProblem } from "../lib/errors.ts";
import type { Case } from "./testing/case.ts";
import { CHAIN_CASES } from "./testing/chain-cases.ts";
import { problemsOf } from "./testing/problems.ts";
import { SERVICE_CASES } from "./testing/service-cases.ts";
import { SUBNET_CASES } from "./testing/subnet-cases.ts";
import { RULES } from "./validate.ts";

const CASES: Case[] = [...CHAIN_CASES, ...SERVICE_CASES, ...SUBNET_CASES];

describe.each(CASES)("$rule", ({ rule, refused, accepted }) => {
  it.each(refused)("refuses %j", async (values, path, reason, fix) => {
    const problems = await problemsOf(values);
    expect(problems).toEqual([expect.objectContaining({ path })]);
    expect(problems[0]?.problem).toContain(reason);
    expect(problems[0]?.fix).toContain(fix);
  });

  it.each(accepted.map((values) => [values]))("accepts %j", async (values) => {
    expect(await problemsOf(values)).toEqual([]);
  });

  it("is one rule", () => {
    expect(RULES.filter(({ says }) => says.startsWith(rule))).toHaveLength(1);
  });
});

it("tests every rule there is", () => {
  const untested = RULES.filter(({ says }) => !CASES.some(({ rule }) => says.startsWith(rule)));
  expect(untested.map(({ says }) => says)).toEqual([]);
});

it("never shows the value of a flag with a secret", async () => {
  const problems: readonly ConfigProblem[] = await problemsOf({
    services: { proposer: { flags: ["--mnemonic=correct horse"] } },
  });
  expect(JSON.stringify(problems)).not.toContain("horse");
});
