/** Resource names (URNs): `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */

export const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

/** The type with its parents' types, such as `tensora:index:Sequencer$tensora:index:Service`. */
export const qualifiedType = (urn: string): string => urn.split("::")[2] ?? "";
export const typeOfUrn = (urn: string): string => qualifiedType(urn).split("$").at(-1) ?? "";
export const nameOfUrn = (urn: string): string => urn.split("::").slice(3).join("::");

/** Where a URN belongs. */
export interface UrnScope {
  stack: string;
  project: string;
}

/** The URN of a resource under `parent`; the stack itself does not count as a parent. */
export function makeUrn(scope: UrnScope, parent: string | undefined, type: string, name: string): string {
  const parentType = parent === undefined ? "" : qualifiedType(parent);
  const prefix = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
  return `urn:pulumi:${scope.stack}::${scope.project}::${prefix}${type}::${name}`;
}

export const isProviderType = (type: string): boolean => type.startsWith(PROVIDER_PREFIX);
export const providerType = (pkg: string): string => PROVIDER_PREFIX + pkg;
export const packageOfProvider = (type: string): string => type.slice(PROVIDER_PREFIX.length);
/** The package of a resource type or function token: what is before the first colon. */
export const packageOfToken = (token: string): string => token.split(":")[0] ?? "";

/** A provider reference is `<urn>::<id>`. */
export const providerReference = (urn: string, id: string): string => `${urn}::${id}`;
export const urnOfReference = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));
export const idOfReference = (reference: string): string => reference.slice(reference.lastIndexOf("::") + 2);
/** Whether a provider was made by the engine for a package, not by the program. */
export const isDefaultProvider = (reference: string): boolean =>
  /^default(_|$)/.test(nameOfUrn(urnOfReference(reference)));
