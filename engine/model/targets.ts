import { TensoraError } from "../../lib/errors.ts";
import { nameOfUrn } from "./urn.ts";

/** The resources that a run is restricted to, by URN or by name; without any it concerns all. */
export class Targets {
  readonly #named: ReadonlySet<string>;
  readonly #unmet: Set<string>;

  constructor(named: readonly string[] = []) {
    this.#named = new Set(named);
    this.#unmet = new Set(named);
  }

  /** Whether the run leaves anything out. */
  get restrict(): boolean {
    return this.#named.size > 0;
  }

  has(urn: string): boolean {
    if (!this.restrict) return true;
    const name = nameOfUrn(urn);
    const met = [urn, name].filter((text) => this.#named.has(text));
    for (const text of met) this.#unmet.delete(text);
    return met.length > 0;
  }

  /**
   * Call when every resource of the run has been asked for.
   * @throws TensoraError with the targets that no resource has
   */
  refuseUnmet(): void {
    if (this.#unmet.size === 0) return;
    throw new TensoraError(`no resource matches the target ${[...this.#unmet].join(", ")}`, {
      next: ["use names or URNs as `state ls` lists them"],
    });
  }
}
