import { joinPath } from "./paths.ts";
import { isObject, unionOfKeys } from "./values.ts";

/** One place at which two values differ. */
export interface PathChange {
  /** See `paths.ts`. */
  path: string;
  kind: "add" | "delete" | "update";
  old: unknown;
  new: unknown;
}

/** What values mean besides what they are. */
export interface Meaning {
  /** Whether two values are alike; by default absent is like null, and else the same value. */
  alike?(old: unknown, now: unknown): boolean;
  /** Whether two values differ as wholes, and not member by member; by default what has no members does. */
  whole?(old: unknown, now: unknown): boolean;
}

/**
 * Every place at which two values differ, leaf by leaf, in the order of the old one's members.
 * @param path of the values themselves
 */
export function pathChanges(old: unknown, now: unknown, meaning: Meaning = {}, path = ""): PathChange[] {
  const { alike = isSame, whole = () => false } = meaning;
  if (alike(old, now)) return [];
  if (isAbsent(old)) return [{ path, kind: "add", old, new: now }];
  if (isAbsent(now)) return [{ path, kind: "delete", old, new: now }];
  const inside = (key: string | number, before: unknown, after: unknown) =>
    pathChanges(before, after, meaning, joinPath(path, key));
  if (!whole(old, now)) {
    if (Array.isArray(old) && Array.isArray(now)) {
      const longer = old.length > now.length ? old : now;
      return longer.flatMap((_, index) => inside(index, old[index], now[index]));
    }
    if (isObject(old) && isObject(now))
      return unionOfKeys(old, now).flatMap((key) => inside(key, old[key], now[key]));
  }
  return [{ path, kind: "update", old, new: now }];
}

const isAbsent = (value: unknown) => value === undefined || value === null;

/** Absent is like null. */
export const isSame = (old: unknown, now: unknown) => Object.is(old ?? null, now ?? null);
