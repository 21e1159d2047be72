import type { StepKind } from "../steps/common/step.ts";

/** Plain property values: secrets are unwrapped before a kind sees them and wrapped again afterwards. */
export type Props = Record<string, unknown>;

export interface CheckFailure {
  property: string;
  reason: string;
}

export interface Difference {
  /**
   * Names of changed inputs, of outputs that will change, or of what was observed, such as `alive`; empty when
   * nothing changed. In a preview the outputs named here are unknown.
   */
  changed: string[];
  /** Those of them that need a new resource. */
  replaces?: string[];
  deleteBeforeReplace?: boolean;
  /** Shown with the plan: "restarts batcher", "is not running". */
  reason?: string;
}

export interface ResourceContext {
  urn: string;
  /** The provider's configuration, such as a daemon's address. */
  config: Props;
  /** Progress for the user, not kept. */
  log(message: string): void;
  /** Replaces every secret of the request by `***`: for text that a kind writes to a file. */
  mask(text: string): string;
  /** Ends the operation: the engine was cancelled or the resource's timeout has passed. */
  signal: AbortSignal;
}

/**
 * One type of resource of the `tensora` provider. All functions are idempotent: creating what is there adopts it,
 * deleting what is gone succeeds. In a preview only `check` and `diff` are called.
 */
export interface ResourceKind<I extends object = Props, O extends object = Props> {
  /** Such as `tensora:index:Service`. */
  type: string;
  /** Names of outputs that are secret although no input of that name is. */
  secretOutputs?: string[];
  /** Names of inputs whose change needs a new resource: for the comparison by default and for unknown inputs. */
  replaceOnChanges?: string[];
  /**
   * What would be lost with a resource of this type, such as `a chain`: `up` never replaces one, a difference that would is
   * refused. `destroy` deletes it.
   */
  holds?: string;
  /**
   * Refuses inputs that cannot work.
   * @param news in a preview without the properties that are not known yet
   * @param olds the former inputs, undefined for a new resource
   */
  check?(news: Partial<I>, olds: I | undefined, ctx: ResourceContext): Promise<CheckFailure[]>;
  /**
   * Compares and observes; both engines call it on every `up`. By default a deep comparison of the inputs.
   * Not called in a preview with unknown inputs: these count as changed.
   */
  diff?(id: string, olds: I, outputs: O, news: I, ctx: ResourceContext): Promise<Difference>;
  create(inputs: I, ctx: ResourceContext): Promise<{ id: string; outputs: O }>;
  /**
   * What a failed `create` leaves in the world, such as a process that is not healthy: the engine then keeps the
   * resource, so that the next `up` calls `update` and `destroy` calls `delete`. By default nothing is left.
   */
  unfinished?(inputs: I): { id: string; outputs: Partial<O> };
  /** The outputs as they are in the world, or undefined when the resource is gone. */
  read(id: string, inputs: I, outputs: O, ctx: ResourceContext): Promise<O | undefined>;
  update(id: string, olds: I, outputs: O, news: I, ctx: ResourceContext): Promise<O>;
  delete(id: string, inputs: I, outputs: O, ctx: ResourceContext): Promise<void>;
}

export type { StepKind };
