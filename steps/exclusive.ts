import fs from "node:fs/promises";
import path from "node:path";
import lockfile from "proper-lockfile";
import { until } from "../lib/wait.ts";
import type { StepContext } from "./step.ts";

/** Seconds to wait for others: all drills there are, one after the other. */
const PATIENCE = 3600;
/** Milliseconds after which the lock of a killed process is taken over. */
const STALE = 10_000;

/**
 * Runs something while no other process, nor another caller in this one, runs something under the same lock file.
 * @param work is given a signal that also fires when the lock is lost
 * @throws DeadlineError when the others do not end
 */
export async function exclusively<T>(
  file: string,
  { log, signal }: Pick<StepContext, "log" | "signal">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(file, { log, signal }, (error) => lost.abort(error));
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    // A lock that was lost is another's now.
    await release().catch(() => undefined);
  }
}

async function acquire(
  file: string,
  { log, signal }: Pick<StepContext, "log" | "signal">,
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  let waits = false;
  const attempt = async () => {
    try {
      return await lockfile.lock(file, { lockfilePath: file, realpath: false, stale: STALE, onCompromised });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
      if (!waits) log("waits for another drill to end");
      waits = true;
      return undefined;
    }
  };
  return until(`the lock ${file}`, attempt, { deadline: PATIENCE, every: 250, signal });
}
