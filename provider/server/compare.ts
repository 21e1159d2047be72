import { type Props, UNKNOWN } from "../../engine/wire.ts";
import { isObject } from "../../lib/values.ts";

/** One changed place inside the inputs, in Pulumi's path notation: `spec.args[2]`, `env["a.b"]`. */
export interface PathChange {
  path: string;
  kind: "add" | "delete" | "update";
}

/** Every place at which two plain input documents differ; absent and null are alike, unknown differs from all. */
export function pathChanges(olds: Props, news: Props): PathChange[] {
  return keysOf(olds, news).flatMap((key) => compare(member("", key), olds[key], news[key]));
}

/** The names of the properties that differ. */
export function changedProperties(olds: Props, news: Props): string[] {
  return keysOf(olds, news).filter((key) => compare(key, olds[key], news[key]).length > 0);
}

/** The property that a path starts in. */
export function rootOf(path: string): string {
  const match = /^(?:\["(?<quoted>.*?)"\]|(?<plain>[^.[]+))/.exec(path);
  return match?.groups?.quoted ?? match?.groups?.plain ?? path;
}

function compare(path: string, old: unknown, now: unknown): PathChange[] {
  if (now === UNKNOWN) return [{ path, kind: isAbsent(old) ? "add" : "update" }];
  if (isAbsent(old)) return isAbsent(now) ? [] : [{ path, kind: "add" }];
  if (isAbsent(now)) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(now)) {
    const longer = old.length > now.length ? old : now;
    return longer.flatMap((_, index) => compare(`${path}[${index}]`, old[index], now[index]));
  }
  if (isObject(old) && isObject(now)) {
    return keysOf(old, now).flatMap((key) => compare(member(path, key), old[key], now[key]));
  }
  return Object.is(old, now) ? [] : [{ path, kind: "update" }];
}

const isAbsent = (value: unknown) => value === undefined || value === null;
const keysOf = (a: Props, b: Props) => [...new Set([...Object.keys(a), ...Object.keys(b)])];

function member(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
  return path === "" ? key : `${path}.${key}`;
}
