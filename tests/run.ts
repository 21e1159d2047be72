import fs from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../lib/errors.ts";
import { readIfThere } from "../lib/files.ts";
import { projectRoot } from "../lib/root.ts";
import { ensureContracts, ensurePrograms, type ProgressEvent } from "../toolchain/index.ts";
import { SUITES, type Suite } from "./suites.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Runs the suites one after the other while the toolchain builds beside them, and prints each one's time.
 * The last line is `N passed, N failed`, with the skipped ones where there are any.
 * @returns whether at least one test ran and none failed
 * @throws TensoraError for a suite that does not exist, ProgramError when the toolchain can't be built
 */
export async function runTests(only?: string): Promise<boolean> {
  const suites = SUITES.filter((s) => only === undefined || s.name === only);
  if (suites.length === 0) {
    const names = SUITES.map((s) => s.name).join(", ");
    throw new TensoraError(`there is no suite ${only}`, { next: [`name one of ${names}`] });
  }
  const needs = [...new Set(suites.flatMap((s) => s.needs))];
  const say = sayOnce();
  const built = Promise.all([ensurePrograms(needs, say), ensureContracts(say)]);
  // A failed build is thrown where a suite waits for it, not here.
  built.catch(() => undefined);

  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of suites) {
    if (suite.needs.length > 0) await built;
    const counts = await runSuite(suite);
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 && total.passed > 0;
}

async function runSuite(suite: Suite): Promise<Counts> {
  const cwd = projectRoot();
  const start = performance.now();
  if (suite.report) await fs.rm(path.join(cwd, suite.report), { force: true });
  const result = await execa(suite.command, suite.args, {
    cwd,
    all: true,
    reject: false,
    stdin: "ignore",
    env: { FORCE_COLOR: "0" },
  });
  const counts = await countsOf(suite, !result.failed);
  if (result.failed) console.log(result.all);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const tests = counts.passed + counts.failed;
  console.log(`suite ${suite.name}: ${result.failed ? "failed" : "passed"}, ${tests} tests in ${seconds} s`);
  return counts;
}

/** A suite that ended with an error counts as one failure at least, even where no test of it failed. */
async function countsOf(suite: Suite, ok: boolean): Promise<Counts> {
  const text = suite.report && (await readIfThere(path.join(projectRoot(), suite.report)));
  if (!text) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const report = JSON.parse(text) as Record<"numPassedTests" | "numFailedTests" | "numPendingTests", number>;
  const failed = ok ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
}

/** Prints every change of state once, instead of every tick. */
function sayOnce(): (event: ProgressEvent) => void {
  const last = new Map<string, string>();
  return ({ what, state, seconds }) => {
    if (last.get(what) === state) return;
    last.set(what, state);
    console.log(`${what}: ${state} (${seconds.toFixed(1)} s)`);
  };
}
