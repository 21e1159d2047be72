import { setTimeout as sleep } from "node:timers/promises";
import { DeadlineError } from "./errors.ts";

export interface WaitOptions {
  /** Seconds until the wait fails. */
  deadline: number;
  /** Milliseconds between two tries; 100 by default. */
  every?: number;
  signal?: AbortSignal | undefined;
  /** Asked after every failed try: a reason to give up before the deadline, such as a crashed program. */
  giveUp?: () => Promise<Error | undefined> | Error | undefined;
}

/**
 * Asks again until `probe` answers with something other than undefined, null or false.
 * A probe that throws is asked again as well; the last failure becomes the cause of the error.
 * @throws DeadlineError naming `what` when the deadline has passed.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  options: WaitOptions,
): Promise<T> {
  const end = performance.now() + options.deadline * 1000;
  let last: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    const reason = await options.giveUp?.();
    if (reason) throw reason;
    if (performance.now() > end) {
      throw new DeadlineError(`timed out after ${options.deadline} s waiting for ${what}`, { cause: last });
    }
    await sleep(options.every ?? 100, undefined, { signal: options.signal });
  }
}
