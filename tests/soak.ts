import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { writeAtomic } from "../lib/files.ts";
import { projectRoot } from "../lib/root.ts";
import { ensureContracts, ensurePrograms, ensureProtocol, TOOL_NAMES } from "../toolchain/index.ts";

export interface SoakOptions {
  /** Of crashes on each runtime. */
  minutes: string;
  /** Only this one. */
  runtime?: string;
}

interface Report {
  startTime: number;
  numFailedTests: number;
  numPassedTests: number;
  testResults: {
    assertionResults: { ancestorTitles: string[]; title: string; status: string; duration?: number }[];
  }[];
}

/**
 * Runs what takes longer than the test command may, and writes the results to docs/soak.md.
 * @returns whether all of it passed, and there was something
 */
export async function runSoak({ minutes, runtime }: SoakOptions): Promise<boolean> {
  const say = ({ what, state }: { what: string; state: string }) => {
    if (state === "built") console.log(`${what}: ${state}`);
  };
  await ensureContracts(say);
  await ensureProtocol(say);
  await ensurePrograms(TOOL_NAMES, say);
  const file = path.join(projectRoot(), ".tensora", "tests", "soak.json");
  await fs.rm(file, { force: true });
  const output = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${file}`];
  await execa("node_modules/.bin/vitest", ["run", ...output, "--config", "tests/soak/vitest.config.ts"], {
    cwd: projectRoot(),
    reject: false,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      TENSORA_SOAK_MINUTES: minutes,
      ...(runtime === undefined ? {} : { TENSORA_SOAK_RUNTIME: runtime }),
    },
  });
  const report = JSON.parse(await fs.readFile(file, "utf8")) as Report;
  const commit = await execa("git", ["rev-parse", "--short", "HEAD"], { cwd: projectRoot(), reject: false });
  await writeAtomic(path.join(projectRoot(), "docs", "soak.md"), page(report, commit.stdout));
  return report.numFailedTests === 0 && report.numPassedTests > 0;
}

function page({ startTime, testResults }: Report, commit: string): string {
  const rows = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed")
    .map(({ ancestorTitles: [where = ""], title, status, duration = 0 }) => {
      return `| ${where.replace(/^on /, "")} | ${title} | ${status} | ${(duration / 1000).toFixed(1)} s |`;
    });
  const machine = `${os.cpus().length} processors, ${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  return `# Soak

<!-- Written by \`./tensora soak\`. -->

What takes longer than the test command may: every drill on every runtime, then one service after the other crashes while the
chain's blocks and the subnets' epochs are watched. Last run: ${new Date(startTime).toISOString().slice(0, 10)}, on commit
${commit}, ${machine}.

| runtime | test | result | time |
|---|---|---|---|
${rows.join("\n")}
`;
}
