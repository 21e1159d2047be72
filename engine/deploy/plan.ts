import { differences, type PropertyDifference } from "../model/difference.ts";
import type { Goal, ResourceState } from "../model/resource.ts";
import { sameValue, touches } from "../model/values.ts";
import type { ProviderDiff } from "../plugin/provider.ts";
import type { Props } from "../wire.ts";

export interface Question {
  old: ResourceState;
  /** New inputs as the provider has checked them. */
  inputs: Props;
  goal: Goal;
  diff: ProviderDiff;
  /** What the provider said of the difference, such as `restarts batcher`. */
  said?: string | undefined;
  /** Why it must be replaced whatever the properties say. */
  forcedReplace?: string | undefined;
  /** Why it must be updated even if nothing differs. */
  forcedUpdate?: string | undefined;
}

export interface Plan {
  op: "same" | "update" | "replace";
  differences: PropertyDifference[];
  /** Replace only: the old one goes before the new one comes. */
  deleteFirst: boolean;
  reason?: string | undefined;
}

/** Decides what happens to a resource that exists; asks nobody. */
export function plan(question: Question): Plan {
  const { old, inputs, goal, diff } = question;
  const own = differences(old.inputs, inputs);
  const changed = diff.changed.length > 0 ? diff.changed : own.map((difference) => difference.path);
  const chosen = goal.replaceOnChanges.filter((path) => changed.some((name) => touches(name, path)));
  const changes = diff.changes === "unknown" ? !sameValue(old.inputs, inputs) : diff.changes === "some";
  const forcedReplace = question.forcedReplace ?? (old.taint ? "it was marked for replacement" : undefined);
  const replaces = [...diff.replaces, ...chosen];
  const found = differences(old.inputs, inputs, diff.changed, replaces);
  const deleteFirst = goal.deleteBeforeReplace ?? diff.deleteBeforeReplace;
  if (forcedReplace !== undefined) {
    return { op: "replace", differences: found, deleteFirst, reason: forcedReplace };
  }
  const { said } = question;
  if (changes && replaces.length > 0) {
    return { op: "replace", differences: found, deleteFirst, reason: said };
  }
  const forcedUpdate = question.forcedUpdate ?? initErrors(old);
  if (changes) return { op: "update", differences: found, deleteFirst, reason: forcedUpdate ?? said };
  if (forcedUpdate !== undefined) {
    return { op: "update", differences: found, deleteFirst, reason: forcedUpdate };
  }
  return { op: "same", differences: [], deleteFirst };
}

const initErrors = (old: ResourceState): string | undefined =>
  old.initErrors && old.initErrors.length > 0
    ? `it was not healthy: ${old.initErrors.join("; ")}`
    : undefined;
