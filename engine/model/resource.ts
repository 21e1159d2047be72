import type { Props } from "../wire.ts";

/** Seconds that a provider may take; 0 or absent leaves it to the provider. */
export interface Timeouts {
  create?: number | undefined;
  update?: number | undefined;
  delete?: number | undefined;
}

/**
 * One resource of the last known deployment, with the field names of Pulumi's state file. Never changed in place:
 * a new state takes the place of an old one, so that its serialised text can be kept.
 */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string | undefined;
  readonly inputs: Props;
  readonly outputs: Props;
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly dependencies?: string[] | undefined;
  readonly propertyDependencies?: Record<string, string[]> | undefined;
  readonly protect?: boolean | undefined;
  /** Read by the program, not managed by the stack. */
  readonly external?: boolean | undefined;
  /** Replaced already; still to be deleted. */
  readonly delete?: boolean | undefined;
  /** Deleted already; its replacement is still to be created. */
  readonly pendingReplacement?: boolean | undefined;
  /** To be replaced at the next occasion, by the user's wish. */
  readonly taint?: boolean | undefined;
  /** Why it exists but is not well; it is updated at the next occasion. */
  readonly initErrors?: string[] | undefined;
  readonly additionalSecretOutputs?: string[] | undefined;
  readonly retainOnDelete?: boolean | undefined;
  readonly deletedWith?: string | undefined;
  readonly customTimeouts?: Timeouts | undefined;
  readonly ignoreChanges?: string[] | undefined;
  readonly replaceOnChanges?: string[] | undefined;
  readonly sourcePosition?: string | undefined;
  readonly created?: string | undefined;
  readonly modified?: string | undefined;
}

/** Work that was begun and whose end is not recorded: what a crash leaves behind. */
export interface Operation {
  readonly type: "creating" | "updating" | "deleting" | "reading";
  readonly resource: ResourceState;
}

/** A former name of a resource, or the parts in which it differs from the present one. */
export type Alias =
  | string
  | { name: string; type: string; stack: string; project: string; parent: string; noParent: boolean };

/** What the program asks for with one registration. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  parent?: string | undefined;
  props: Props;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** Provider reference, empty for the package's default provider. */
  provider: string;
  version: string;
  pluginDownloadUrl: string;
  protect?: boolean | undefined;
  deleteBeforeReplace?: boolean | undefined;
  retainOnDelete?: boolean | undefined;
  deletedWith?: string | undefined;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  customTimeouts?: Timeouts | undefined;
  sourcePosition?: string | undefined;
  aliases: Alias[];
}

/** A goal with nothing but what every resource has. */
export const simpleGoal = (type: string, name: string, props: Props): Goal => ({
  type,
  name,
  custom: true,
  props,
  dependencies: [],
  propertyDependencies: {},
  provider: "",
  version: "",
  pluginDownloadUrl: "",
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
});

/** Every URN that must exist before this resource and be deleted after it. */
export function prerequisites(resource: ResourceState): string[] {
  const { parent, provider, deletedWith, dependencies, propertyDependencies } = resource;
  const named = [parent, provider?.slice(0, provider.lastIndexOf("::")), deletedWith];
  const all = [...named, ...(dependencies ?? []), ...Object.values(propertyDependencies ?? {}).flat()];
  return [...new Set(all.filter((urn) => urn !== undefined && urn !== ""))] as string[];
}
