import fs from "node:fs/promises";
import path from "node:path";
import { until } from "./wait.ts";

export interface LockOptions {
  /** Seconds that others are waited for. */
  patience: number;
  /** Milliseconds between two tries. */
  every: number;
  /** Milliseconds without a sign of life after which a holder is taken for dead; 10 s by default. */
  stale?: number;
  /** Ends the wait, and the work. */
  signal?: AbortSignal;
  /** Told once when others have the lock. */
  onWait?: () => void;
}

const STALE = 10_000;
/** Milliseconds between two signs of life. */
const ALIVE = 5000;

/**
 * Runs something while no other process of this project, nor another caller in this one, runs something under the same
 * lock. Whoever has it shows that it lives; that of a killed process is taken over.
 * @param lock path of a folder that is there as long as somebody has the lock; its name must stay what it is in other versions
 * @param work is given a signal that also fires when the lock is lost
 * @throws DeadlineError when the others do not end
 */
export async function exclusively<T>(
  lock: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(lock, options, (error) => lost.abort(error));
  try {
    return await work(AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]));
  } finally {
    // A lock that was lost is another's now.
    await release().catch(() => undefined);
  }
}

async function acquire(
  file: string,
  { patience, every, stale = STALE, signal, onWait }: LockOptions,
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  const { lock } = await import("proper-lockfile");
  await fs.mkdir(path.dirname(file), { recursive: true });
  const options = { lockfilePath: file, realpath: false, stale, update: ALIVE, onCompromised };
  let waits = false;
  let refused: Error | undefined;
  const attempt = async () => {
    try {
      return await lock(file, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") refused = error as Error;
      else if (!waits) onWait?.();
      waits = true;
      return undefined;
    }
  };
  return until(`the lock ${file}`, attempt, { deadline: patience, every, signal, giveUp: () => refused });
}
