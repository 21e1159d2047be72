import { foundryPath } from "../toolchain/foundry.ts";
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
  /** An absolute path, or one from the project's root. */
  command: string;
  args: string[];
  /** The folder it runs in, from the project's root. */
  cwd?: string;
  /** How many tests it had. */
  count: Count;
}

const bin = (name: string) => `node_modules/.bin/${name}`;
const check = (program: string, ...args: string[]): Run => ({ command: bin(program), args, count: oneTest });

/** A vitest run that writes its counts to a file beside its readable output. */
function vitest(name: string, needs: ToolName[], ...args: string[]): Suite {
  const report = `.tensora/tests/${name}.json`;
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const run = { command: bin("vitest"), args: ["run", ...output, ...args], count: vitestTests(report) };
  return { name, runs: [run], needs };
}

/** Forge runs in its own folder: it takes the compiler's path from there. */
const forge = (count: Count, ...args: string[]): Run => ({
  command: foundryPath("forge"),
  args,
  cwd: "contracts",
  count,
});

/** Which share of the contracts' lines the tests run. */
const coverage: Run = { command: bin("tsx"), args: ["toolchain/coverage/main.ts"], count: oneTest };

/** The static analyser: installed by its own script where it is missing. */
const slither: Run = { command: bin("tsx"), args: ["toolchain/slither/main.ts"], count: oneTest };

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
  vitest("unit", ["op-geth", ...MONITORING_TOOLS, "promtool"]),
  vitest("e2e", [...TOOL_NAMES, ...MONITORING_TOOLS], "--config", "tests/e2e/vitest.config.ts"),
  vitest("console", [...TOOL_NAMES, ...MONITORING_TOOLS], "--config", "tests/console/vitest.config.ts"),
  vitest(
    "conformance",
    [...TOOL_NAMES, ...MONITORING_TOOLS, ...CLUSTER_TOOLS, ...TEST_CLUSTER_TOOLS],
    "--config",
    "tests/conformance/vitest.config.ts",
  ),
];
