import type { ToolName } from "../toolchain/programs.ts";

/** One part of the test command: a program that is run and how its tests are counted. */
export interface Suite {
  name: string;
  command: string;
  args: string[];
  /** Programs that must be built before it starts. */
  needs: ToolName[];
  /** A vitest suite is counted by its report; any other is one test. */
  report?: string;
}

const bin = (name: string) => `node_modules/.bin/${name}`;

/** A vitest run that writes its counts to a file beside its readable output. */
function vitest(name: string, needs: ToolName[], args: string[]): Suite {
  const report = `.tensora/tests/${name}.json`;
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return { name, command: bin("vitest"), args: ["run", ...output, ...args], needs, report };
}

/** In the order in which they are run; the cheap ones come first, beside the toolchain's builds. */
export const SUITES: readonly Suite[] = [
  { name: "format", command: bin("biome"), args: ["format", "."], needs: [] },
  { name: "lint", command: bin("biome"), args: ["lint", "--error-on-warnings", "."], needs: [] },
  { name: "types", command: bin("tsc"), args: ["--noEmit"], needs: [] },
  vitest("unit", ["op-geth"], []),
];
