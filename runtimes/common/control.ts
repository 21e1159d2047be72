import { TensoraError } from "../../lib/errors.ts";
import type { ServiceCondition, ServiceHandle } from "../../spec/handle.ts";

/** What can be done with a service that runs somewhere, besides what its resource does. */
export interface ServiceControl<H extends ServiceHandle = ServiceHandle> {
  /** `dead` where there is none. */
  condition(handle: H): Promise<ServiceCondition>;
  /** The last lines of its log. */
  tail(handle: H, lines: number): Promise<string[]>;
  /** What it writes from now on, until the signal. */
  follow(handle: H, signal: AbortSignal): AsyncIterable<string>;
  /** Ends it as a crash would; what supervises it starts it again. @throws TensoraError when it does not run */
  kill(handle: H): Promise<void>;
  /** Stops it in its own way and leaves it stopped; one that is stopped already stays so. Resolves when it has ended. */
  stop(handle: H): Promise<void>;
  /** Starts what was stopped. Resolves when it is being started: who needs it ready asks it. */
  start(handle: H): Promise<void>;
}

/** What is to be ended has ended, or was never there. */
export const notRunning = (name: string) =>
  new TensoraError(`${name} is not running`, { next: ["see `./tensora status`"] });

/** Asks what answers with an error where there is no such thing: undefined then. */
export const unlessGone =
  (isGone: (error: unknown) => boolean) =>
  async <T>(answer: Promise<T>): Promise<T | undefined> => {
    try {
      return await answer;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  };
