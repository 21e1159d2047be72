import type { Operation, ResourceState } from "../model/resource.ts";
import { isProviderType } from "../model/urn.ts";
import { LostContact, PartialFailure } from "../plugin/provider.ts";
import type { Snapshot } from "../state/snapshot.ts";
import { known, now, type Run, warn } from "./run.ts";

/** The operations that an earlier run began and did not record the end of. */
export class Interrupted {
  readonly #operations: Set<Operation>;

  constructor(private readonly snapshot: Snapshot) {
    this.#operations = new Set(snapshot.operations);
  }

  get all(): Operation[] {
    return [...this.#operations];
  }

  /** Whether an operation of this kind on the resource was interrupted. */
  has(type: Operation["type"], urn: string): boolean {
    return this.#of(urn).some((operation) => operation.type === type);
  }

  /** The resource has been dealt with: what was begun on it earlier is over. */
  settle(urn: string): void {
    for (const operation of this.#of(urn)) this.#drop(operation);
  }

  /** Everything whose URN the run concerns has been dealt with. */
  settleAll(concerns: (urn: string) => boolean): void {
    for (const operation of this.all) if (concerns(operation.resource.urn)) this.#drop(operation);
  }

  #of(urn: string): Operation[] {
    return this.all.filter((operation) => this.snapshot.currentUrn(operation.resource.urn) === urn);
  }

  #drop(operation: Operation): void {
    this.#operations.delete(operation);
    this.snapshot.operations.delete(operation);
  }
}

/** Tells the user what an earlier run left open. */
export function announceInterrupted(run: Run): void {
  for (const { type, resource } of run.interrupted.all) {
    warn(run, `an earlier run was interrupted while ${type} this resource`, resource.urn);
  }
}

/**
 * The recorded resource, or undefined if an interrupted deletion has removed it from the world.
 */
export async function stillThere(run: Run, old: ResourceState): Promise<ResourceState | undefined> {
  if (!old.custom || old.provider === undefined || old.pendingReplacement) return old;
  if (!run.interrupted.has("deleting", run.snapshot.currentUrn(old.urn))) return old;
  const provider = await run.providers.get(old.provider);
  const read = await run.questions.run(() => provider.read(known(old)));
  if (read.id !== "") return old;
  run.snapshot.remove(old);
  return undefined;
}

/**
 * An interrupted creation of something that the program no longer wants may have left it in the world, without
 * anyone knowing its id. Creating is idempotent: it is created once more, which adopts it, so that it can be deleted
 * like everything else.
 * @param wanted URNs that exist in this deployment and are left alone
 */
export async function adoptInterrupted(run: Run, wanted: ReadonlySet<string>): Promise<void> {
  const lost = run.interrupted.all.filter(
    ({ type, resource }) =>
      type === "creating" &&
      resource.custom &&
      !isProviderType(resource.type) &&
      !wanted.has(resource.urn) &&
      run.targets.has(resource.urn),
  );
  if (run.dryRun) return;
  await Promise.allSettled(lost.map(({ resource }) => adopt(run, resource)));
}

async function adopt(run: Run, resource: ResourceState): Promise<void> {
  const reason = "an interrupted run may have created it: it is adopted and then deleted";
  await run.steps.run({ op: "create", resource, reason }, async () => {
    const found = await createAgain(run, resource);
    return () => {
      run.interrupted.settle(resource.urn);
      if (found) keepForDeletion(run, found);
    };
  });
}

async function createAgain(run: Run, resource: ResourceState): Promise<ResourceState | undefined> {
  try {
    const provider = await run.providers.get(resource.provider ?? "");
    const options = { preview: false, timeout: resource.customTimeouts?.create ?? 0 };
    const { id, outputs } = await provider.create(resource.urn, resource.inputs, options);
    return { ...resource, id, outputs, created: now(), modified: now() };
  } catch (error) {
    if (error instanceof PartialFailure) return { ...resource, id: error.id, outputs: error.outputs };
    if (error instanceof LostContact) throw error;
    warn(
      run,
      `it could not be adopted, and parts of it may remain: ${(error as Error).message}`,
      resource.urn,
    );
    return undefined;
  }
}

function keepForDeletion(run: Run, found: ResourceState): void {
  const namesakes = run.snapshot.base.filter((resource) => resource.urn === found.urn);
  // A record that only waits for its replacement stands for nothing in the world: what was found takes its place.
  for (const record of namesakes.filter(({ pendingReplacement }) => pendingReplacement)) {
    run.snapshot.remove(record);
  }
  const existing = namesakes.filter(({ pendingReplacement }) => !pendingReplacement);
  if (existing.some(({ id }) => id === found.id)) return;
  run.snapshot.addForDeletion({ ...found, delete: existing.length > 0 });
}
