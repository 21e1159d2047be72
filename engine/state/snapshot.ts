import type { Operation, ResourceState } from "../model/resource.ts";

/**
 * What is known of the stack while a run goes on: the resources of the last deployment that were not dealt with
 * yet, those of this deployment in the order of their completion (so that what is depended on comes first), and
 * the operations in flight.
 */
export class Snapshot {
  readonly #base: Set<ResourceState>;
  readonly #byUrn = new Map<string, ResourceState[]>();
  readonly #news = new Set<ResourceState>();
  /** Former URN to the present one, for resources that were found by an alias. */
  readonly #renamed = new Map<string, string>();
  readonly operations: Set<Operation>;

  constructor(resources: readonly ResourceState[], operations: readonly Operation[]) {
    this.#base = new Set(resources);
    this.operations = new Set(operations);
    for (const resource of resources) this.#index(resource);
  }

  /** Resources of the last deployment that are still to be dealt with. */
  get base(): ResourceState[] {
    return [...this.#base];
  }

  /** Resources of this deployment. */
  get news(): ResourceState[] {
    return [...this.#news];
  }

  /** The resource of the last deployment with this URN, if it is neither dealt with nor waiting for its deletion. */
  former(urn: string): ResourceState | undefined {
    return this.#byUrn.get(urn)?.find((resource) => this.#base.has(resource) && !resource.delete);
  }

  /** Records a resource of this deployment in place of its former state. */
  commit(resource: ResourceState, former?: ResourceState): void {
    if (former) this.#base.delete(former);
    this.#news.add(resource);
  }

  /** Puts a new state in the place of an old one, in the same position. */
  replace(old: ResourceState, next: ResourceState): void {
    const list = this.#base.has(old) ? this.#base : this.#news;
    const items = [...list];
    list.clear();
    for (const item of items) list.add(item === old ? next : item);
    if (list === this.#base) this.#index(next);
  }

  /** Adds something found in the world to what this run has to delete. */
  addForDeletion(resource: ResourceState): void {
    this.#base.add(resource);
    this.#index(resource);
  }

  remove(resource: ResourceState): void {
    this.#base.delete(resource);
    this.#news.delete(resource);
  }

  /** Rewrites the records of the last deployment, as after a refresh. */
  normalise(rewrite: (resources: readonly ResourceState[]) => ResourceState[]): void {
    const resources = rewrite([...this.#base]);
    this.#base.clear();
    for (const resource of resources) {
      if (!this.#byUrn.get(resource.urn)?.includes(resource)) this.#index(resource);
      this.#base.add(resource);
    }
  }

  rename(former: string, now: string): void {
    this.#renamed.set(former, now);
  }

  currentUrn(urn: string): string {
    return this.#renamed.get(urn) ?? urn;
  }

  /** All resources as they are to be recorded, what is depended on first. */
  resources(): ResourceState[] {
    return [...this.#news, ...[...this.#base].map((resource) => this.withCurrentNames(resource))];
  }

  #index(resource: ResourceState): void {
    this.#byUrn.set(resource.urn, [...(this.#byUrn.get(resource.urn) ?? []), resource]);
  }

  /** The same resource with the present names of what it refers to. */
  withCurrentNames(resource: ResourceState): ResourceState {
    if (this.#renamed.size === 0) return resource;
    const now = (urn: string | undefined) => (urn === undefined ? undefined : this.currentUrn(urn));
    const all = (urns: string[]) => urns.map((urn) => this.currentUrn(urn));
    const properties = Object.entries(resource.propertyDependencies ?? {});
    return {
      ...resource,
      parent: now(resource.parent),
      deletedWith: now(resource.deletedWith),
      dependencies: resource.dependencies && all(resource.dependencies),
      propertyDependencies: Object.fromEntries(properties.map(([key, urns]) => [key, all(urns)])),
    };
  }
}

/** The same resources without references to what is not among them: after a refresh found something gone. */
export function withoutDanglingReferences(resources: readonly ResourceState[]): ResourceState[] {
  const known = new Set(resources.map((resource) => resource.urn));
  const keep = (urns: string[]) => urns.filter((urn) => known.has(urn));
  return resources.map((resource) => {
    const { dependencies = [], propertyDependencies = {}, deletedWith } = resource;
    const named = [...dependencies, ...Object.values(propertyDependencies).flat(), deletedWith ?? ""];
    if (named.every((urn) => urn === "" || known.has(urn))) return resource;
    const properties = Object.entries(propertyDependencies).map(([key, urns]) => [key, keep(urns)]);
    return {
      ...resource,
      dependencies: keep(dependencies),
      propertyDependencies: Object.fromEntries(properties),
      deletedWith: deletedWith !== undefined && known.has(deletedWith) ? deletedWith : undefined,
    };
  });
}
