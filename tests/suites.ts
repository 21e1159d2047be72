import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../lib/root.ts";
import { foundryPath } from "../toolchain/contracts/foundry.ts";
import {
  CLUSTER_TOOLS,
  MONITORING_TOOLS,
  TEST_CLUSTER_TOOLS,
  TOOL_NAMES,
  type ToolName,
} from "../toolchain/programs.ts";
import { type Count, forgeTests, oneTest, vitestTests } from "./counts.ts";

/** One part of the test command: programs that are run one after the other. */
export interface Suite {
  name: string;
  runs: Run[];
  /** What must be built before it starts. */
  needs: ToolName[];
}

export interface Run {
  /** What it is called in the table of times, where a suite has more than one. */
  name: string;
  /** An absolute path, or one from the project's root. */
  command: string;
  args: string[];
  /** The folder it runs in, from the project's root. */
  cwd?: string;
  /** The only file of tests that it runs, from the project's root. */
  file?: string;
  /** How many tests it had. */
  count: Count;
}

const bin = (name: string) => `node_modules/.bin/${name}`;
const check = (program: string, ...args: string[]): Run => ({
  name: [program, ...args].join(" "),
  command: bin(program),
  args,
  count: oneTest,
});

/** A vitest run that writes its counts to a file beside its readable output. */
function vitest(name: string, ...args: string[]): Run {
  const report = `.tensora/tests/${name.replaceAll("/", "-")}.json`;
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, command: bin("vitest"), args: ["run", ...output, ...args], count: vitestTests(report) };
}

/**
 * Tests of running stacks: one vitest run for each file. In a file each test goes on where the one before it ended, so
 * its first failure ends the file; it does not end the others.
 */
function onStacks(name: string, needs: ToolName[]): Suite {
  const config = `tests/${name}/vitest.config.ts`;
  const files = fs.readdirSync(path.join(projectRoot(), "tests", name)).filter((f) => f.endsWith(".test.ts"));
  const run = (file: string) => {
    const at = `tests/${name}/${file}`;
    return { ...vitest(at, "--config", config, at), file: at };
  };
  return { name, runs: files.sort().map(run), needs };
}

/** Forge runs in its own folder: it takes the compiler's path from there. */
const forge = (count: Count, ...args: string[]): Run => ({
  name: ["forge", ...args].join(" "),
  command: foundryPath("forge"),
  args,
  cwd: "contracts",
  count,
});

/** Which share of the contracts' lines the tests run. */
const coverage: Run = {
  name: "coverage",
  command: bin("tsx"),
  args: ["toolchain/contracts/coverage/main.ts"],
  count: oneTest,
};

/** The static analyser: installed by its own script where it is missing. */
const slither: Run = {
  name: "slither",
  command: bin("tsx"),
  args: ["toolchain/contracts/slither/main.ts"],
  count: oneTest,
};

/** Code that knows a browser's names: it is checked by itself, so that no other code may use them. */
const BROWSER_CODE = ["programs/console/page", "tests/console"];

/** In the order in which they are run; the cheap ones come first, beside the toolchain's builds. */
export const suites = (): readonly Suite[] => [
  { name: "format", runs: [check("biome", "format", ".")], needs: [] },
  { name: "lint", runs: [check("biome", "lint", "--error-on-warnings", ".")], needs: [] },
  {
    name: "types",
    runs: [check("tsc", "--noEmit"), ...BROWSER_CODE.map((dir) => check("tsc", "-p", dir))],
    needs: [],
  },
  {
    name: "contracts",
    runs: [forge(oneTest, "fmt", "--check"), forge(forgeTests, "test", "-vvv"), coverage, slither],
    needs: [],
  },
  { name: "unit", runs: [vitest("unit")], needs: ["op-geth", ...MONITORING_TOOLS, "promtool"] },
  onStacks("e2e", [...TOOL_NAMES, ...MONITORING_TOOLS]),
  onStacks("console", [...TOOL_NAMES, ...MONITORING_TOOLS]),
  onStacks("conformance", [...TOOL_NAMES, ...MONITORING_TOOLS, ...CLUSTER_TOOLS, ...TEST_CLUSTER_TOOLS]),
];

/**
 * The suites that are asked for: all of them, the one of a name, or the part of one that runs a file of tests.
 * @param only a suite's name, or a test file's path from the project's root
 * @returns none when there is neither
 */
export function suitesFor(only: string | undefined): readonly Suite[] {
  const all = suites();
  if (only === undefined) return all;
  const file = path.relative(projectRoot(), path.resolve(only));
  if (!file.endsWith(".test.ts") || !fs.existsSync(path.join(projectRoot(), file)))
    return all.filter(({ name }) => name === only);
  const owner = all.find(({ runs }) => runs.some((run) => run.file === file));
  if (owner) return [{ ...owner, runs: owner.runs.filter((run) => run.file === file) }];
  return all.flatMap((suite) => (suite.name === "unit" ? [{ ...suite, runs: [vitest("unit", file)] }] : []));
}
