import { TensoraError } from "../../lib/errors.ts";
import type { ResourceState } from "../model/resource.ts";
import { isProviderType, nameOfUrn, urnOfReference } from "../model/urn.ts";
import { touches } from "../model/values.ts";
import { UNKNOWN } from "../wire.ts";
import { deleteResources } from "./delete.ts";
import { Stopped } from "./health.ts";
import { known, type Run } from "./run.ts";

/**
 * Delete-before-replace: what depends on the old resource in a way that needs replacing goes first. One cascade
 * at a time, and registrations wait for its end, so that none decides on a resource that is just being deleted.
 */
export class Cascades {
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly run: Run,
    /** URNs that the program has registered in this run: decided already, not part of a cascade. */
    private readonly registered: ReadonlySet<string>,
  ) {}

  /** Resolves when no cascade is under way. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** Deletes the resource, and first what cannot live without it. @throws Stopped when something could not be deleted */
  async deleteForReplacement(root: ResourceState): Promise<void> {
    const deletion = this.#last.then(() => this.#delete(root));
    this.#last = deletion.catch(() => undefined);
    await deletion;
  }

  async #delete(root: ResourceState): Promise<void> {
    const resources = [root, ...(await this.#dependents(root))];
    await deleteResources(this.run, resources, { willBeReplaced: true });
    const left = this.run.snapshot.base.filter((resource) => resources.includes(resource));
    if (left.length > 0) throw new Stopped();
  }

  async #dependents(root: ResourceState): Promise<ResourceState[]> {
    const gone = new Set([root.urn]);
    const found: ResourceState[] = [];
    for (const resource of this.run.snapshot.base) {
      if (resource === root || !this.#isCandidate(resource)) continue;
      if (!(await this.#mustGo(resource, gone))) continue;
      gone.add(resource.urn);
      found.push(resource);
    }
    const left = found.find(({ urn }) => !this.run.targets.has(urn));
    if (left) {
      const what = `${nameOfUrn(root.urn)} cannot be replaced: ${nameOfUrn(left.urn)} must be replaced with it and is not a target`;
      throw new TensoraError(what, { where: left.urn, next: [`target ${nameOfUrn(left.urn)}, too`] });
    }
    const kept = found.find((resource) => resource.protect);
    if (kept) {
      const what = `${nameOfUrn(root.urn)} cannot be replaced: ${nameOfUrn(kept.urn)} depends on it and is protected`;
      throw new TensoraError(what, { where: kept.urn });
    }
    return found;
  }

  #isCandidate(resource: ResourceState): boolean {
    if (!resource.custom || resource.external || resource.delete || resource.pendingReplacement) return false;
    return !isProviderType(resource.type) && !this.registered.has(this.run.snapshot.currentUrn(resource.urn));
  }

  /** Its diff says "replace" once the inputs that come from what goes are unknown. */
  async #mustGo(resource: ResourceState, gone: ReadonlySet<string>): Promise<boolean> {
    const { provider: reference, propertyDependencies = {}, deletedWith } = resource;
    if (reference === undefined) return false;
    if (gone.has(urnOfReference(reference)) || (deletedWith !== undefined && gone.has(deletedWith)))
      return true;
    const touched = Object.keys(propertyDependencies).filter((key) =>
      propertyDependencies[key]?.some((urn) => gone.has(urn)),
    );
    if (touched.length === 0) return false;
    const unknown = Object.fromEntries(touched.map((key) => [key, UNKNOWN]));
    const provider = await this.run.providers.get(reference);
    const inputs = { ...resource.inputs, ...unknown };
    const diff = await provider.diff(known(resource), inputs, resource.ignoreChanges ?? []);
    if (diff.replaces.length > 0) return true;
    return (resource.replaceOnChanges ?? []).some((path) => touched.some((key) => touches(key, path)));
  }
}
