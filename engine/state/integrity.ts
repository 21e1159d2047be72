import { prerequisites, type ResourceState } from "../model/resource.ts";
import type { UrnScope } from "../model/urn.ts";
import { withoutDanglingReferences } from "./snapshot.ts";

/** What is wrong with a list of resources, one sentence each; a list that an engine has written has nothing. */
export function problemsOf(resources: readonly ResourceState[], { stack, project }: UrnScope): string[] {
  const prefix = `urn:pulumi:${stack}::${project}::`;
  const foreign = resources.filter(({ urn }) => !urn.startsWith(prefix));
  if (foreign.length > 0) return foreign.map(({ urn }) => `${urn} belongs to another stack or project`);
  const all = new Set(resources.map(({ urn }) => urn));
  const before = new Set<string>();
  const problems: string[] = [];
  for (const resource of resources) {
    const { urn } = resource;
    if (before.has(urn) && isPresent(resource) && resources.filter(sameRecord(urn)).length > 1) {
      problems.push(`${urn} is recorded twice`);
    }
    for (const needed of prerequisites(resource)) {
      if (!all.has(needed)) problems.push(`${urn} refers to ${needed}, which is not recorded`);
      else if (!before.has(needed) && needed !== urn)
        problems.push(`${urn} is recorded before ${needed}, which it depends on`);
    }
    before.add(urn);
  }
  return [...new Set(problems)];
}

/** A record that stands for something, not for what is still to be deleted. */
const isPresent = (resource: ResourceState) => !resource.delete;
const sameRecord = (urn: string) => (resource: ResourceState) => resource.urn === urn && isPresent(resource);

/**
 * The same resources in an order in which what is needed comes first, each once, with no reference to what is not
 * there. A resource whose parent is gone becomes a child of the stack. References to a missing provider cannot be
 * mended: such a resource is left out.
 * @returns what is left, and the URNs of what had to be left out
 */
export function mended(resources: readonly ResourceState[]): { resources: ResourceState[]; lost: string[] } {
  const once = new Map<string, ResourceState>();
  // The later record of two is the newer one.
  for (const resource of resources)
    once.set(`${resource.urn} ${resource.delete ? resource.id : ""}`, resource);
  const known = new Set(resources.map(({ urn }) => urn));
  const stack = resources.find(({ parent, custom }) => parent === undefined && !custom)?.urn;
  const hasProvider = ({ provider }: ResourceState) =>
    provider === undefined || provider === "" || known.has(provider.slice(0, provider.lastIndexOf("::")));
  const usable = [...once.values()].filter(hasProvider);
  const lost = [...once.values()].filter((resource) => !hasProvider(resource)).map(({ urn }) => urn);
  const left = new Set(usable.map(({ urn }) => urn));
  const adopted = usable.map((resource) =>
    resource.parent === undefined || left.has(resource.parent) ? resource : { ...resource, parent: stack },
  );
  return { resources: inOrder(withoutDanglingReferences(adopted)), lost };
}

/** Depth first; of a cycle, which no engine writes, one reference is not followed. */
function inOrder(resources: readonly ResourceState[]): ResourceState[] {
  const byUrn = new Map<string, ResourceState[]>();
  for (const resource of resources) byUrn.set(resource.urn, [...(byUrn.get(resource.urn) ?? []), resource]);
  const sorted = new Set<ResourceState>();
  const visiting = new Set<ResourceState>();
  const visit = (resource: ResourceState) => {
    if (sorted.has(resource) || visiting.has(resource)) return;
    visiting.add(resource);
    for (const urn of prerequisites(resource)) for (const needed of byUrn.get(urn) ?? []) visit(needed);
    sorted.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...sorted];
}
