import { isSecret, OUTPUT_VALUE, RESOURCE_REFERENCE, SIG } from "../wire.ts";
import { splitPath } from "../../lib/paths.ts";
import { isObject, unionOfKeys } from "../../lib/values.ts";

/** Deep equality that looks through the secret wrapper and treats absent and null alike. */
export function sameValue(left: unknown, right: unknown): boolean {
  const a = isSecret(left) ? left.value : left;
  const b = isSecret(right) ? right.value : right;
  if (isSecret(a) || isSecret(b)) return sameValue(a, b);
  if ((a ?? null) === null || (b ?? null) === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  return unionOfKeys(a, b).every((key) => sameValue(a[key], b[key]));
}

/** Whether an object is plain data, with members to be compared one by one. */
export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && value[SIG] !== RESOURCE_REFERENCE && value[SIG] !== OUTPUT_VALUE && !isSecret(value);

/** Whether a changed path lies at, above or below one that is named; `*` stands for every key. */
export function touches(changed: string, named: string): boolean {
  const a = splitPath(changed);
  const b = splitPath(named);
  const length = Math.min(a.length, b.length);
  return b.slice(0, length).every((segment, index) => segment === "*" || segment === a[index]);
}

/** Puts the old value, or its absence, back at `path` of the new value; `*` matches every key. */
export function restorePath(news: unknown, olds: unknown, path: string[]): unknown {
  const former = isSecret(olds) ? olds.value : olds;
  const [head, ...rest] = path;
  if (head === undefined) return olds;
  if (isSecret(news)) return { ...news, value: restorePath(news.value, former, path) };
  if (Array.isArray(news)) return restoreItems(news, former, head, rest);
  if (!isObject(news)) return news;
  const result: Record<string, unknown> = { ...news };
  const before = isObject(former) ? former : {};
  for (const key of head === "*" ? unionOfKeys(news, before) : [head]) {
    const value = rest.length === 0 ? before[key] : restorePath(result[key], before[key], rest);
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}

function restoreItems(news: unknown[], former: unknown, head: string, rest: string[]): unknown[] {
  const before: unknown[] = Array.isArray(former) ? former : [];
  return news.map((item, index) => {
    if ((head !== "*" && head !== String(index)) || !(index in before)) return item;
    return restorePath(item, before[index], rest);
  });
}
