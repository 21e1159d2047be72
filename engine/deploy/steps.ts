import { messageOf } from "../../lib/errors.ts";
import type { EngineEvent, StepInfo, StepOp } from "../events.ts";
import type { PropertyDifference } from "../model/difference.ts";
import type { Operation, ResourceState } from "../model/resource.ts";
import { isProviderType, nameOfUrn } from "../model/urn.ts";
import { LostContact } from "../plugin/provider.ts";
import type { Snapshot } from "../state/snapshot.ts";
import { type Health, Stopped } from "./health.ts";
import { Slots } from "./slots.ts";

export interface Step {
  op: StepOp;
  resource: ResourceState;
  differences?: PropertyDifference[];
  reason?: string | undefined;
}

export interface StepRunnerOptions {
  dryRun: boolean;
  parallel: number;
  snapshot: Snapshot;
  health: Health;
  emit(event: EngineEvent): void;
  /** Resolves when the present state is on the disk. */
  save(): Promise<void>;
}

const OPERATIONS: Partial<Record<StepOp, Operation["type"]>> = {
  create: "creating",
  "create-replacement": "creating",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
};

/**
 * Carries out steps, as many at a time as are allowed. The order of writes makes every crash harmless: the
 * operation is on the disk before the provider is asked; its result is recorded when it is there, and the record of
 * the operation goes with the same write. Results need not be awaited: a crash in between leaves the operation's
 * record, and the next run takes it up.
 */
export class StepRunner {
  readonly counts: Partial<Record<StepOp, number>> = {};
  readonly #slots: Slots;
  /** Something changed that is not on the disk. */
  #dirty = false;
  /** The last write that was asked for and not awaited. */
  #saving: Promise<void> | undefined;

  constructor(private readonly options: StepRunnerOptions) {
    this.#slots = new Slots(options.parallel);
  }

  /** Records a step that changes nothing in the world. */
  note(step: Step, commit: () => void, changed: boolean): void {
    this.options.health.throwIfStopped();
    const info = infoOf(step);
    commit();
    this.#count(step.op);
    this.options.emit({ kind: "step", phase: "done", ms: 0, id: step.resource.id, ...info });
    if (changed) this.#dirty = true;
  }

  /**
   * Carries out a step.
   * @param work asks the provider and answers with what records the result
   * @throws Stopped when the step failed (the failure is recorded) or did not begin
   */
  async run(step: Step, work: () => Promise<() => void>): Promise<void> {
    const { health } = this.options;
    await this.#slots.run(async () => {
      health.throwIfStopped();
      await health.track(() => this.#carryOut(step, work));
    });
  }

  markChanged(): void {
    this.#dirty = true;
  }

  /** Resolves when everything is on the disk. */
  async flush(): Promise<void> {
    if (this.#dirty) this.#saveLater();
    while (this.#saving) await this.#saving;
  }

  async #carryOut(step: Step, work: () => Promise<() => void>): Promise<void> {
    const { health, emit, snapshot } = this.options;
    const info = infoOf(step);
    const operation = this.#operationOf(step);
    const began = performance.now();
    const elapsed = () => Math.round(performance.now() - began);
    emit({ kind: "step", phase: "start", ...info });
    try {
      if (operation) {
        snapshot.operations.add(operation);
        await this.options.save();
      }
      const commit = await work();
      if (operation) snapshot.operations.delete(operation);
      commit();
    } catch (error) {
      // After a lost contact nobody knows whether the change was made: the record stays for the next run.
      if (operation && !(error instanceof LostContact)) snapshot.operations.delete(operation);
      this.#saveLater();
      emit({ kind: "step", phase: "failed", ms: elapsed(), error: messageOf(error), ...info });
      health.fail(error, info);
      throw new Stopped();
    }
    this.#saveLater();
    this.#count(step.op);
    emit({ kind: "step", phase: "done", ms: elapsed(), id: step.resource.id, ...info });
  }

  #operationOf(step: Step): Operation | undefined {
    const type = OPERATIONS[step.op];
    const { resource } = step;
    if (!type || this.options.dryRun || !resource.custom || isProviderType(resource.type)) return undefined;
    return { type, resource };
  }

  #saveLater(): void {
    if (this.options.dryRun) return;
    this.#dirty = false;
    const saving = this.options
      .save()
      .catch((error) => this.options.health.fail(error))
      .finally(() => {
        if (this.#saving === saving) this.#saving = undefined;
      });
    this.#saving = saving;
  }

  #count(op: StepOp): void {
    this.counts[op] = (this.counts[op] ?? 0) + 1;
  }
}

const infoOf = (step: Step): StepInfo => ({
  op: step.op,
  urn: step.resource.urn,
  type: step.resource.type,
  name: nameOfUrn(step.resource.urn),
  parent: step.resource.parent,
  dependencies: step.resource.dependencies ?? [],
  differences: step.differences ?? [],
  reason: step.reason,
});
