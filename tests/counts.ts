import fs from "node:fs/promises";
import path from "node:path";
import { readIfThere } from "../lib/files.ts";
import { projectRoot } from "../lib/root.ts";

/** Numbers of tests. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** How many tests a program ran, from what it left behind. */
export interface Count {
  /** Clears what an earlier run left. */
  prepare?(): Promise<void>;
  of(output: string, ok: boolean): Promise<Counts> | Counts;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of the test command. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A program that checks one thing. */
export const oneTest: Count = {
  of: (_output, ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }),
};

/** `forge test` says its numbers at the end. */
export const forgeTests: Count = {
  of(output, ok) {
    // Without them nothing was tested, whatever its exit code says.
    const numbers = /(\d+) tests? passed, (\d+) failed, (\d+) skipped \(\d+ total/.exec(output);
    const [passed = 0, failed = 0, skipped = 0] = numbers?.slice(1).map(Number) ?? [];
    return failedAtLeastOnce({ passed, failed, skipped }, ok && numbers !== null);
  },
};

/** vitest writes its numbers to a file. */
export function vitestTests(report: string): Count {
  const file = path.join(projectRoot(), report);
  return {
    prepare: () => fs.rm(file, { force: true }),
    async of(_output, ok) {
      const text = await readIfThere(file);
      if (!text) return failedAtLeastOnce(NONE, ok);
      const report = JSON.parse(text) as Record<`num${"Passed" | "Failed" | "Pending"}Tests`, number>;
      const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
      return failedAtLeastOnce({ passed, failed, skipped }, ok);
    },
  };
}

/** A program that ended with an error has failed, even where no test of it did. */
function failedAtLeastOnce(counts: Counts, ok: boolean): Counts {
  return ok ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}
