import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { ensurePrograms } from "../../toolchain/build.ts";
import { CASES, SETTINGS } from "../testing/cases.ts";
import { playCase, promtool } from "../testing/promtool.ts";
import { alertRules, renderRules, runbookOf } from "./index.ts";
import { USAGE } from "./usage.ts";

const RULES = alertRules(SETTINGS);
const documents = (...names: string[]) => fs.readFileSync(path.join(projectRoot(), "docs", ...names), "utf8");
/** The commands that the documentation of the command line lists. */
const COMMANDS = [...documents("cli.md").matchAll(/^\| `([a-z-]+)[^`]*` \|/gm)].map(([, name]) => name);

beforeAll(() => ensurePrograms(["promtool"]));

it("is a rule file that promtool takes", async () => {
  const { exitCode, all } = await promtool(["check", "rules", "rules.yml"], {
    "rules.yml": renderRules(RULES),
  });
  expect(exitCode, all).toBe(0);
  expect(all).toContain(`${RULES.length + USAGE.length} rules found`);
});

it("has a case for every rule, and names each once", () => {
  expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ name }) => name).sort());
});

describe.each(RULES)("$name", (rule) => {
  const cases = (CASES[rule.name] ?? []).map((c) => ({ ...c, case: c }));

  it.each(cases)("fires on $series", async ({ case: played }) => {
    const { exitCode, all } = await playCase(RULES, rule, played, "fires");
    expect(exitCode, all).toBe(0);
  });

  it.each(cases)("is quiet on $series while it is just well enough", async ({ case: played }) => {
    const { exitCode, all } = await playCase(RULES, rule, played, "quiet");
    expect(exitCode, all).toBe(0);
  });

  it("has a page with commands that there are", () => {
    const page = documents("runbooks", path.basename(runbookOf(rule.name)));
    const used = [...page.matchAll(/\.\/tensora ([a-z-]+)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !COMMANDS.includes(name))).toEqual([]);
  });
});

it("has no page without a rule", () => {
  const pages = fs.readdirSync(path.join(projectRoot(), "docs", "runbooks"));
  expect(pages.sort()).toEqual(RULES.map(({ name }) => `${name}.md`).sort());
});

it("would see a rule that does not fire", async () => {
  const [rule] = RULES;
  const [played] = rule ? (CASES[rule.name] ?? []) : [];
  if (!rule || !played) throw new Error("there is no rule");
  expect((await playCase(RULES, rule, played, "quiet", "fires")).exitCode).not.toBe(0);
  expect((await playCase(RULES, rule, played, "fires", "quiet")).exitCode).not.toBe(0);
});
