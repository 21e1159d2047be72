import type { ServiceHandle } from "../../spec/handle.ts";
import type { Journal } from "./journal.ts";

/** `deploy` changes chains; `gate` decides the exit code of `up`; see docs/architecture.md. */
export type StepKind = "deploy" | "gate" | "pending" | "drill";

/** What a step is given besides its inputs. */
export interface StepContext {
  /** Shown to the user as the step's progress. */
  log(message: string): void;
  /** Ends the step: the engine was cancelled or the step's deadline has passed. */
  signal: AbortSignal;
  /** What the step remembers between two attempts, written atomically. */
  journal: Journal;
  /**
   * For drills: ends a service as a crash would. What supervises it starts it again.
   * @throws TensoraError when it does not run
   */
  kill(service: ServiceHandle): Promise<void>;
  /** For drills: stops a service, and leaves it stopped until it is started. */
  stop(service: ServiceHandle): Promise<void>;
  /** For drills: starts what was stopped. */
  start(service: ServiceHandle): Promise<void>;
}

/**
 * A plain async function over the chains, run as a node of the resource graph. It runs again when the hash of its
 * inputs changes. It must be resumable: whatever it did is found again by looking at the chain or at its journal.
 */
export interface Step<I = unknown, O = unknown> {
  /** Such as `deploy/settlement` or `smoke/deposit`. */
  name: string;
  kind: StepKind;
  /** Seconds after which the step has failed. */
  deadline: number;
  /**
   * Inputs that what it made has fixed, by name, each with its place in the stack file: with another value it would
   * make everything a second time, so a change is refused.
   */
  fixed?: Readonly<Record<string, string>>;
  /** @throws TensoraError that says what failed, where, and what to do next. */
  run(inputs: I, context: StepContext): Promise<O>;
  /**
   * Asked on every `up` when the inputs are unchanged: a reason to run again, such as a chain that stands still.
   * Must answer within a second.
   */
  stale?(inputs: I, outputs: O): Promise<string | undefined>;
}

/** What a smoke step reports. */
export interface SmokeResult {
  status: "passed" | "pending";
  /** One line for the user: the figures seen. */
  detail: string;
  /** Seconds since the epoch when a pending step can go on. */
  due?: number;
}
