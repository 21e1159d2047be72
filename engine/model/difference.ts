import { hasUnknown, isSecret, mapValue, type Props, secret, UNKNOWN } from "../wire.ts";
import { isPlainObject, joinPath, sameValue, touches, unionOfKeys } from "./values.ts";

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
  const found = compare("", olds, news);
  const named = observed.filter((path) => !found.some((difference) => touches(difference.path, path)));
  const all = [...found, ...named.map((path): PropertyDifference => ({ path, kind: "update" }))];
  return all.map((difference) =>
    replaces.some((path) => touches(difference.path, path)) ? { ...difference, replaces: true } : difference,
  );
}

function compare(path: string, left: unknown, right: unknown): PropertyDifference[] {
  if (sameValue(left, right)) return [];
  if (isSecret(left) || isSecret(right)) return [leaf(path, mark(left), mark(right))];
  if (isPlainObject(left) && isPlainObject(right)) {
    return unionOfKeys(left, right).flatMap((key) => compare(joinPath(path, key), left[key], right[key]));
  }
  if (Array.isArray(left) && Array.isArray(right) && !hasUnknown(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) =>
      compare(joinPath(path, index), left[index], right[index]),
    ).flat();
  }
  return [leaf(path, left, right)];
}

/** Where one side is secret the other may show the same value: both are masked. */
const mark = (value: unknown): unknown => (value === undefined || value === UNKNOWN ? value : secret(value));

function leaf(path: string, left: unknown, right: unknown): PropertyDifference {
  if (left === undefined || left === null) return { path, kind: "add", new: masked(right) };
  if (right === undefined || right === null) return { path, kind: "delete", old: masked(left) };
  return { path, kind: "update", old: masked(left), new: masked(right) };
}
