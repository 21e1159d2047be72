import { messageOf } from "../../lib/errors.ts";
import type { EngineError } from "../events.ts";

/** Thrown to leave work that does not begin any more because the run is stopping; it is no failure of its own. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  constructor() {
    super("the run is stopping");
  }
}

/** Whose failure it is. */
export interface Culprit {
  urn: string;
  name: string;
  type: string;
}

/**
 * Whether a run goes on. After the first failure, or at the user's wish, no step begins any more; those in flight
 * end normally, and then whoever waits for it is told.
 */
export class Health {
  readonly errors: EngineError[] = [];
  #cancelled = false;
  #over = false;
  #inFlight = 0;
  #whenStopped: (() => void) | undefined;
  #whenDrained: (() => void)[] = [];

  get cancelled(): boolean {
    return this.#cancelled;
  }

  get stopped(): boolean {
    return this.#cancelled || this.errors.length > 0;
  }

  /** Records a failure; `Stopped` is none, nor is what the end of the run has cut off. */
  fail(error: unknown, culprit?: Culprit): void {
    const isNone = this.#over || error instanceof Stopped;
    if (!isNone) this.errors.push({ message: messageOf(error), ...culprit });
    this.#check();
  }

  /**
   * The run is over: questions that a provider has not answered yet are given up with it, which is nobody's failure.
   * @param closing ends what the run has used, whose own failures count
   */
  async end(closing: readonly (() => void | Promise<void>)[]): Promise<void> {
    this.#over = true;
    for (const close of closing) {
      await Promise.resolve()
        .then(close)
        .catch((error) => this.errors.push({ message: messageOf(error) }));
    }
  }

  cancel(): void {
    this.#cancelled = true;
    this.#check();
  }

  throwIfStopped(): void {
    if (this.stopped) throw new Stopped();
  }

  /** Runs a step that counts as in flight. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#inFlight++;
    try {
      return await work();
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) for (const resolve of this.#whenDrained.splice(0)) resolve();
      this.#check();
    }
  }

  /** Resolves when no step is in flight: the result of a provider's work must not be lost. */
  async drained(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#whenDrained.push(resolve));
  }

  /** Calls back once the run is stopping and nothing is in flight. */
  onStopped(callback: () => void): void {
    this.#whenStopped = callback;
    this.#check();
  }

  #check(): void {
    if (!this.stopped || this.#inFlight > 0) return;
    const callback = this.#whenStopped;
    this.#whenStopped = undefined;
    callback?.();
  }
}
