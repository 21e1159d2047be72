import { setTimeout as sleep } from "node:timers/promises";
import { DeadlineError, TensoraError } from "../lib/errors.ts";
import { within } from "../lib/within.ts";
import type { Step, StepContext } from "./common/step.ts";

/** Seconds that a step which was told to end is given to tidy up: a drill opens again what it closed. */
const TIDY_UP = 30;

/**
 * Runs a step until it ends, its deadline passes, or the context's signal fires.
 * @throws DeadlineError with the step's last progress
 */
export async function withinDeadline(step: Step, inputs: unknown, context: StepContext): Promise<unknown> {
  context.signal.throwIfAborted();
  const ended = new AbortController();
  let progress: string | undefined;
  const log = (message: string) => {
    progress = message;
    context.log(message);
  };
  return within(step.deadline * 1000, context.signal, async (signal) => {
    try {
      const run = step.run(inputs, { ...context, log, signal });
      return await Promise.race([run, abandoned(signal, ended.signal)]);
    } catch (error) {
      if (context.signal.aborted) throw cancelled(step, context.signal.reason);
      if (signal.aborted) throw overdue(step, progress, error);
      throw error;
    } finally {
      ended.abort();
    }
  });
}

/** Rejects when a step goes on long after it was told to end; never once the step has ended. */
function abandoned(signal: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tolerate = () =>
      void sleep(TIDY_UP * 1000, undefined, { signal: ended }).then(
        () => reject(signal.reason),
        () => {},
      );
    signal.addEventListener("abort", tolerate, { once: true, signal: ended });
  });
}

const cancelled = (step: Step, reason: unknown) =>
  new TensoraError(`${step.name} was cancelled`, {
    cause: reason,
    next: ["run the same command again: the step continues where it stopped"],
  });

/** An abort is only how the step learned of the deadline; anything else it threw says more. */
function overdue(step: Step, progress: string | undefined, error: unknown): DeadlineError {
  const told = error instanceof Error && ["AbortError", "TimeoutError"].includes(error.name);
  const last = progress === undefined ? "" : `; its last progress: ${progress}`;
  return new DeadlineError(`${step.name} did not end within ${step.deadline} s${last}`, {
    where: step.name,
    cause: told ? undefined : error,
    next: [SEE_SERVICES],
  });
}

/** For a failure that does not know better. */
export const SEE_SERVICES = "check its services: `./tensora status`, `./tensora logs <service>`";
