import type { StepKind } from "../steps/step.ts";

/** Plain property values: secrets are unwrapped before a kind sees them and wrapped again afterwards. */
export type Props = Record<string, unknown>;

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface Difference {
  /** Names of changed properties, or of what was observed, such as `alive`; empty when nothing changed. */
  changed: string[];
  /** Those of them that need a new resource. */
  replaces?: string[];
  deleteBeforeReplace?: boolean;
  /** Shown with the plan: "restarts batcher", "is not running". */
  reason?: string;
}

export interface ResourceContext {
  urn: string;
  /** Progress for the user, not kept. */
  log(message: string): void;
  signal: AbortSignal;
}

/**
 * One type of resource of the `tensora` provider. All functions are idempotent: creating what is there adopts it,
 * deleting what is gone succeeds. In a preview only `check` and `diff` are called.
 */
export interface ResourceKind<I extends Props = Props, O extends Props = Props> {
  /** Such as `tensora:index:Service`. */
  type: string;
  /** Names of outputs that are secret although no input of that name is. */
  secretOutputs?: string[];
  /** @param olds the former inputs, undefined for a new resource */
  check?(news: I, olds: I | undefined, ctx: ResourceContext): Promise<CheckFailure[]>;
  /** Compares and observes; both engines call it on every `up`. By default a deep comparison of the inputs. */
  diff?(id: string, olds: I, outputs: O, news: I, ctx: ResourceContext): Promise<Difference>;
  create(inputs: I, ctx: ResourceContext): Promise<{ id: string; outputs: O }>;
  /** The outputs as they are in the world, or undefined when the resource is gone. */
  read(id: string, inputs: I, outputs: O, ctx: ResourceContext): Promise<O | undefined>;
  update(id: string, olds: I, outputs: O, news: I, ctx: ResourceContext): Promise<O>;
  delete(id: string, inputs: I, outputs: O, ctx: ResourceContext): Promise<void>;
}

export type { StepKind };
