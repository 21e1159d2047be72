import { TensoraError } from "../../lib/errors.ts";
import { prerequisites, type ResourceState } from "../model/resource.ts";
import { isProviderType, nameOfUrn } from "../model/urn.ts";
import { known, type Run } from "./run.ts";

export interface DeleteOptions {
  /** The resources come back in this run: their records stay until then. */
  willBeReplaced?: boolean;
}

/**
 * Deletes resources in reverse dependency order, with as much parallelism as that order allows.
 * Failures are recorded in the run's health; what depends on nothing else is still tried if it has begun.
 * @throws TensoraError before anything is deleted when one of them is protected
 */
export async function deleteResources(
  run: Run,
  resources: readonly ResourceState[],
  options: DeleteOptions = {},
): Promise<void> {
  refuseProtected(resources);
  const dependents = dependentsAmong(run, resources);
  const going = new Set(resources.map((resource) => resource.urn));
  const begun = new Map<ResourceState, Promise<void>>();
  const remove = (resource: ResourceState): Promise<void> => {
    let deletion = begun.get(resource);
    if (!deletion) {
      const first = Promise.all((dependents.get(resource) ?? []).map(remove));
      deletion = first.then(() => deleteOne(run, resource, going, options));
      begun.set(resource, deletion);
    }
    return deletion;
  };
  await Promise.allSettled(resources.map(remove));
}

/**
 * Deletes what is left of the last deployment when everything that is wanted has been dealt with; where the run has
 * targets, only those. What was interrupted is over then.
 * @throws TensoraError before anything is deleted when a target does not exist or something else needs it
 */
export async function deleteUnwanted(run: Run): Promise<void> {
  const unwanted = run.snapshot.base.filter(({ urn }) => run.targets.has(urn));
  run.targets.refuseUnmet();
  if (run.targets.restrict) refuseNeeded(run, unwanted);
  await deleteResources(run, unwanted);
  if (!run.health.stopped) run.interrupted.settleAll((urn) => run.targets.has(urn));
}

/** What is kept although the run leaves it alone must not lose what it depends on. */
function refuseNeeded(run: Run, going: readonly ResourceState[]): void {
  const left = run.snapshot.resources().filter(({ urn }) => !going.some((resource) => resource.urn === urn));
  const stays = new Set(run.snapshot.news.map(({ urn }) => urn));
  const gone = new Set(going.map(({ urn }) => urn).filter((urn) => !stays.has(urn)));
  for (const resource of left) {
    const needed = prerequisites(resource).find((urn) => gone.has(urn));
    if (needed === undefined) continue;
    const what = `${nameOfUrn(needed)} cannot be deleted: ${nameOfUrn(resource.urn)} depends on it and is not a target`;
    throw new TensoraError(what, { where: needed, next: [`target ${nameOfUrn(resource.urn)}, too`] });
  }
}

function refuseProtected(resources: readonly ResourceState[]): void {
  const kept = resources.filter((resource) => resource.protect && !resource.delete);
  if (kept.length === 0) return;
  const names = kept.map((resource) => nameOfUrn(resource.urn)).join(", ");
  throw new TensoraError(`protected, so not deleted: ${names}`, {
    where: kept.map((resource) => resource.urn).join(", "),
    next: ["remove the option protect from the program, run up, then try again"],
  });
}

function dependentsAmong(run: Run, resources: readonly ResourceState[]): Map<ResourceState, ResourceState[]> {
  const byUrn = new Map<string, ResourceState[]>();
  for (const resource of resources) {
    byUrn.set(resource.urn, [...(byUrn.get(resource.urn) ?? []), resource]);
  }
  const dependents = new Map<ResourceState, ResourceState[]>();
  for (const resource of resources) {
    for (const urn of prerequisites(resource)) {
      const needed = byUrn.get(urn) ?? byUrn.get(run.snapshot.currentUrn(urn)) ?? [];
      for (const target of needed) {
        if (target.urn !== resource.urn)
          dependents.set(target, [...(dependents.get(target) ?? []), resource]);
      }
    }
  }
  return dependents;
}

async function deleteOne(
  run: Run,
  resource: ResourceState,
  going: ReadonlySet<string>,
  options: DeleteOptions,
): Promise<void> {
  const replaced = resource.delete || options.willBeReplaced;
  const op = resource.pendingReplacement ? "remove-pending" : replaced ? "delete-replaced" : "delete";
  await run.steps.run({ op, resource }, async () => {
    if (!run.dryRun && needsProvider(resource, going)) {
      const provider = await run.providers.get(resource.provider ?? "");
      await provider.delete(known(resource), resource.customTimeouts?.delete ?? 0);
    }
    return () => {
      run.interrupted.settle(resource.urn);
      if (options.willBeReplaced) run.snapshot.replace(resource, { ...resource, pendingReplacement: true });
      else run.snapshot.remove(resource);
    };
  });
}

/** Components, providers, what is only read, kept on purpose or gone with something else need no call. */
function needsProvider(resource: ResourceState, going: ReadonlySet<string>): boolean {
  if (!resource.custom || resource.external || isProviderType(resource.type)) return false;
  if (resource.pendingReplacement || resource.retainOnDelete) return false;
  return resource.deletedWith === undefined || !going.has(resource.deletedWith);
}
