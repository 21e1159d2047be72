import type { Props } from "../wire.ts";

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface Checked {
  inputs: Props;
  failures: CheckFailure[];
}

export interface ProviderDiff {
  /** `unknown`: the provider does not say, the engine compares the inputs. */
  changes: "none" | "some" | "unknown";
  /** Changed paths; may name what was observed, such as `alive`. */
  changed: string[];
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/** A resource as the provider knows it before a change. */
export interface Known {
  urn: string;
  id: string;
  inputs: Props;
  outputs: Props;
}

export interface ChangeOptions {
  preview: boolean;
  /** Seconds; 0 leaves it to the provider. */
  timeout: number;
}

/** The resource exists but is not well; it is recorded, and updated at the next run. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  constructor(
    readonly id: string,
    readonly outputs: Props,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

/** The connection was lost: whether the change was made is not known. */
export class LostContact extends Error {
  override readonly name = "LostContact";
}

/** What a deployment needs of a provider. */
export interface Provider {
  readonly pkg: string;
  checkConfig(urn: string, olds: Props, news: Props): Promise<Checked>;
  diffConfig(old: Known, news: Props): Promise<ProviderDiff>;
  configure(urn: string, id: string, inputs: Props): Promise<void>;
  check(urn: string, olds: Props, news: Props, seed: Buffer): Promise<Checked>;
  diff(old: Known, news: Props, ignoreChanges: string[]): Promise<ProviderDiff>;
  create(urn: string, news: Props, options: ChangeOptions): Promise<{ id: string; outputs: Props }>;
  /** An empty id: the resource is gone. */
  read(old: Known): Promise<{ id: string; inputs: Props | undefined; outputs: Props }>;
  update(old: Known, news: Props, ignoreChanges: string[], options: ChangeOptions): Promise<Props>;
  delete(old: Known, timeout: number): Promise<void>;
  invoke(token: string, args: Props, preview: boolean): Promise<{ result: Props; failures: CheckFailure[] }>;
  /** Asks to end what is in flight soon. */
  cancel(): Promise<void>;
  close(): void;
}
