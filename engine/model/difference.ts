import { hasUnknown, isSecret, mapValue, type Props, secret, UNKNOWN } from "../wire.ts";
import { type Meaning, type PathChange, pathChanges } from "../../lib/changes.ts";
import { isObject } from "../../lib/values.ts";
import { isPlainObject, sameValue, touches } from "./values.ts";

export const SECRET_MASK = "[secret]";
export const UNKNOWN_MASK = "[unknown]";

/** One changed property, ready to be shown: secrets and values not known yet are masked. */
export interface PropertyDifference {
  /** Such as `flags["--http.port"]` or `ports[0]`. */
  path: string;
  kind: "add" | "delete" | "update";
  old?: unknown;
  new?: unknown;
  /** The change needs a new resource. */
  replaces?: boolean;
}

/** The same value with secrets and unknowns replaced by what may be shown. */
export const masked = (value: unknown): unknown =>
  mapValue(value, (item) => {
    if (isSecret(item)) return SECRET_MASK;
    if (item === UNKNOWN) return UNKNOWN_MASK;
    return undefined;
  });

/**
 * The differences between two sets of properties, leaf by leaf.
 * @param observed paths that the provider names although no input differs, such as `alive`
 * @param replaces paths whose change needs a new resource
 */
export function differences(
  olds: Props,
  news: Props,
  observed: string[] = [],
  replaces: string[] = [],
): PropertyDifference[] {
  const found = pathChanges(olds, news, MEANING).map(shown);
  const named = observed.filter((path) => !found.some((difference) => touches(difference.path, path)));
  const all = [...found, ...named.map((path): PropertyDifference => ({ path, kind: "update" }))];
  return all.map((difference) =>
    replaces.some((path) => touches(difference.path, path)) ? { ...difference, replaces: true } : difference,
  );
}

const special = (value: unknown) => isObject(value) && !isPlainObject(value);

/** Secrets and references are no more than one value each, and so is a list in which something is not known yet. */
const MEANING: Meaning = {
  alike: sameValue,
  whole: (old, now) => special(old) || special(now) || (Array.isArray(now) && hasUnknown(now)),
};

/** Where one side is secret the other may show the same value: both are masked. */
const mark = (value: unknown): unknown => (value === undefined || value === UNKNOWN ? value : secret(value));

function shown({ path, kind, old, new: now }: PathChange): PropertyDifference {
  const secrets = isSecret(old) || isSecret(now);
  const seen = (value: unknown) => masked(secrets ? mark(value) : value);
  if (kind === "add") return { path, kind, new: seen(now) };
  if (kind === "delete") return { path, kind, old: seen(old) };
  return { path, kind, old: seen(old), new: seen(now) };
}
