import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { writeAtomic } from "../lib/files.ts";
import { projectRoot } from "../lib/root.ts";
import { ensureContracts, ensurePrograms, ensureProtocol, TOOL_NAMES } from "../toolchain/index.ts";
import { MONITORING_TOOLS } from "../toolchain/programs.ts";
import type { Sighting } from "./alerts/session.ts";

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

const results = (name: string) => path.join(projectRoot(), ".tensora", "tests", `${name}.json`);

/**
 * Every drill on every runtime, then crashes; writes the results to docs/soak.md.
 * @returns whether all of it passed, and there was something
 */
export async function soakRuntimes({ minutes, runtime }: SoakOptions): Promise<boolean> {
  const only = runtime === undefined ? {} : { TENSORA_SOAK_RUNTIME: runtime };
  const report = await run("runtimes", { TENSORA_SOAK_MINUTES: minutes, ...only });
  const rows = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed")
    .map(({ ancestorTitles: [where = ""], title, status, duration = 0 }) => {
      return `| ${where.replace(/^on /, "")} | ${title} | ${status} | ${(duration / 1000).toFixed(1)} s |`;
    });
  await write(
    "soak",
    `# Soak

<!-- Written by \`./tensora soak\`. -->

What takes longer than the test command may: every drill on every runtime, then one service after the other crashes while the
chain's blocks and the subnets' epochs are watched. ${await when(report)}

| runtime | test | result | time |
|---|---|---|---|
${rows.join("\n")}
`,
  );
  return passed(report);
}

/**
 * A fault for every alert rule, on a real stack; writes to docs/alerts.md when each alert came and went.
 * @returns whether all came in their time
 */
export async function soakAlerts(): Promise<boolean> {
  await fs.rm(results("alerts"), { force: true });
  const report = await run("alerts", {});
  const seen = JSON.parse(await fs.readFile(results("alerts"), "utf8")) as Sighting[];
  const rows = seen.map(({ fault, alert, stated, took, resolved }) => {
    const times = [stated, took, resolved].map((time) => `${Math.round(time)} s`);
    return `| ${fault} | ${alert} | ${times.join(" | ")} |`;
  });
  await write(
    "alerts",
    `# Alerts, seen

<!-- Written by \`./tensora soak alerts\`. -->

A fault is done to a running stack, and its alerts are waited for in Alertmanager, no longer than each rule states; then the
fault is healed, and the alerts must go. ${await when(report)}

| fault | alert | stated | came after | gone after healing |
|---|---|---|---|---|
${rows.join("\n")}
`,
  );
  return passed(report);
}

/** First `up`s on a busy machine; writes the results to docs/busy.md. @returns whether all of them passed */
export async function soakBusy(): Promise<boolean> {
  const report = await run("busy", {});
  const rows = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ title, status, duration = 0 }) => `| ${title} | ${status} | ${(duration / 1000).toFixed(1)} s |`);
  await write(
    "busy",
    `# A busy machine

<!-- Written by \`./tensora soak busy\`. -->

The stack \`local\` is brought up for the first time, with all its gates, while other programs use all processors. The times
include \`destroy\`. ${await when(report)}

| test | result | time |
|---|---|---|
${rows.join("\n")}
`,
  );
  return passed(report);
}

/** Builds what is missing, and runs a file of tests/soak. */
async function run(name: string, env: Record<string, string>): Promise<Report> {
  const say = ({ what, state }: { what: string; state: string }) => {
    if (state === "built") console.log(`${what}: ${state}`);
  };
  await ensureContracts(say);
  await ensureProtocol(say);
  await ensurePrograms([...TOOL_NAMES, ...MONITORING_TOOLS], say);
  const file = results(`soak-${name}`);
  await fs.rm(file, { force: true });
  const output = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${file}`];
  const config = ["--config", "tests/soak/vitest.config.ts", `tests/soak/${name}.test.ts`];
  const stdio = ["ignore", "inherit", "inherit"] as const;
  await execa("node_modules/.bin/vitest", ["run", ...output, ...config], {
    cwd: projectRoot(),
    reject: false,
    stdio,
    env,
  });
  return JSON.parse(await fs.readFile(file, "utf8")) as Report;
}

const passed = ({ numFailedTests, numPassedTests }: Report) => numFailedTests === 0 && numPassedTests > 0;

async function when({ startTime }: Report): Promise<string> {
  const commit = await execa("git", ["rev-parse", "--short", "HEAD"], { cwd: projectRoot(), reject: false });
  const machine = `${os.cpus().length} processors, ${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  const day = new Date(startTime).toISOString().slice(0, 10);
  return `Last run: ${day}, on commit\n${commit.stdout}, ${machine}.`;
}

const write = (name: string, text: string) =>
  writeAtomic(path.join(projectRoot(), "docs", `${name}.md`), text);
