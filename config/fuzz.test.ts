import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ConfigError, type ConfigProblem, TensoraError } from "../lib/errors.ts";
import { join, schemaTree, withValueAt } from "./keys.ts";
import { checkStack, overridesOf } from "./load.ts";
import { problemsOf } from "./testing/problems.ts";

/** The same values every time; a failure prints the one that it found, made as small as it can be. */
const SEED = 20_261_123;

const { keys, groups } = schemaTree();
const paths = fc.constantFrom(...keys.keys());

/** What YAML can say, and a little of what only a program can. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "2s", "0x", "-1", "1e400", "yes", "null", "~", "{{}}") },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, 1e21, Number.MAX_SAFE_INTEGER + 2, Infinity, NaN, []) },
  { weight: 1, arbitrary: fc.record({ secure: fc.oneof(fc.integer(), fc.boolean()) }) },
);

/** A key with a value that it does not take. */
const wrongValue = fc
  .tuple(paths, value)
  .filter(([at, given]) => given !== null && keys.get(at)?.schema.safeParse(given).success === false);

/** A key that does not exist, in a group that does. */
const unknownKey = fc
  .tuple(fc.constantFrom(...groups), fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 }))
  .filter(([[, { names }], name]) => !names.includes(name) && /^[\w-]+$/.test(name) && name !== "__proto__")
  .map(([[group], name]) => join(group, name));

let root: string;
beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-fuzz-"));
  await fs.mkdir(path.join(root, "stacks"));
});
afterAll(() => fs.rm(root, { recursive: true, force: true }));

const fileOf = (text: string) =>
  fs.writeFile(path.join(root, "stacks", "Pulumi.bad.yaml"), text, { mode: 0o600 });

/** What a stack file is refused with; an error of any other kind is a crash. */
async function refusal(): Promise<TensoraError | undefined> {
  try {
    await checkStack({ root, stack: "bad" });
    return undefined;
  } catch (error) {
    if (error instanceof TensoraError) return error;
    throw error;
  }
}

function names(problems: readonly ConfigProblem[], at: string): void {
  const found = problems.find((problem) => problem.path === at || problem.path.startsWith(`${at}.`));
  expect(found, `${at} among ${problems.map((problem) => problem.path).join(", ")}`).toBeDefined();
  expect(found?.problem).toMatch(/\S/);
  expect(found?.fix).toMatch(/\S/);
}

describe("1,000 bad configurations: none crashes, none passes, each is told by its path", () => {
  it("600 with values that a key does not take", async () => {
    const bad = fc.uniqueArray(wrongValue, { minLength: 1, maxLength: 3, selector: ([at]) => at });
    await fc.assert(
      fc.asyncProperty(bad, async (wrong) => {
        const values = wrong.reduce((all, [at, given]) => withValueAt(all, at, given), {});
        const problems = await problemsOf(values);
        for (const [at] of wrong) names(problems, at);
      }),
      { numRuns: 600, seed: SEED },
    );
  });

  it("200 with keys that do not exist", async () => {
    await fc.assert(
      fc.asyncProperty(unknownKey, value, async (at, given) => {
        names(await problemsOf(withValueAt({}, at, given ?? 1)), at);
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  it("100 files with both, read as YAML", async () => {
    await fc.assert(
      fc.asyncProperty(wrongValue, unknownKey, async ([at, given], unknown) => {
        const values = withValueAt(withValueAt({}, unknown, 1), at, given);
        const config = Object.fromEntries(
          Object.entries(values).map(([name, member]) => [`tensora:${name}`, member]),
        );
        await fileOf(stringify({ config }));
        const refused = await refusal();
        expect(refused).toBeInstanceOf(ConfigError);
        names((refused as ConfigError).problems, unknown);
      }),
      { numRuns: 100, seed: SEED },
    );
  });

  it("100 files that are no configuration at all", async () => {
    const scraps = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(
        fc.constantFrom("config:", "\n", "  ", "tensora:l2", ": ", "- ", "{", "&a", "*a", "!!map", "'", "\t"),
      ),
      fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify({ config: { "tensora:l1": json } })),
    );
    const text = fc.tuple(scraps).map(([scrap]) => (Array.isArray(scrap) ? scrap.join("") : scrap));
    await fc.assert(
      fc.asyncProperty(text, async (content) => {
        // Broken on purpose at the end, whatever came before.
        await fileOf(`${content}\nconfig: [`);
        expect((await refusal())?.explain()).toContain("Pulumi.bad.yaml");
      }),
      { numRuns: 100, seed: SEED },
    );
  });
});

it("--set takes no path that is no key, whatever is typed", () => {
  const typed = fc.oneof(
    fc.string(),
    fc.tuple(unknownKey, fc.string()).map(([at, text]) => `${at}=${text}`),
  );
  fc.assert(
    fc.property(typed, (text) => {
      try {
        for (const at of Object.keys(overridesOf([text]))) expect(keys.has(at)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
    { numRuns: 500, seed: SEED },
  );
});
