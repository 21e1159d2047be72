import { isObject } from "../../../lib/values.ts";
import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "./cluster.ts";

/** Fields that the cluster keeps for itself, and changes without anybody's doing. */
const ITS_OWN = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"];

/**
 * How an object that is there differs from what applying it again would make of it: somebody has changed it by hand.
 * @returns words for a user; undefined where nothing differs
 */
export function driftOf(live: KubernetesObject, planned: KubernetesObject): string | undefined {
  const paths = differing(comparable(live), comparable(planned), "");
  return paths.length > 0 ? `was changed by somebody else: ${paths.slice(0, 3).join(", ")}` : undefined;
}

function comparable({ status: _, ...object }: KubernetesObject): Record<string, unknown> {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata ?? {}).filter(([key]) => !ITS_OWN.includes(key)),
  );
  return plain({ ...object, metadata }) as Record<string, unknown>;
}

/** The client's objects are of classes, and have properties that are undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function differing(a: unknown, b: unknown, path: string): string[] {
  if (isDeepStrictEqual(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differing(a[key], b[key], path === "" ? key : `${path}.${key}`),
  );
}
