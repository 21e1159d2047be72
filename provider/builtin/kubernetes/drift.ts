import { isDeepStrictEqual } from "node:util";
import { pathChanges } from "../../../lib/changes.ts";
import type { KubernetesObject } from "./cluster.ts";

/** Fields that the cluster keeps for itself, and changes without anybody's doing. */
const ITS_OWN = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"];

/** A list that differs is named as a whole. */
const LISTS_WHOLE = { alike: isDeepStrictEqual, whole: (live: unknown) => Array.isArray(live) };

/**
 * How an object that is there differs from what applying it again would make of it: somebody has changed it by hand.
 * @returns words for a user; undefined where nothing differs
 */
export function driftOf(live: KubernetesObject, planned: KubernetesObject): string | undefined {
  const differing = pathChanges(comparable(live), comparable(planned), LISTS_WHOLE);
  const paths = differing.map(({ path }) => path);
  return paths.length > 0 ? `was changed outside this stack: ${paths.slice(0, 3).join(", ")}` : undefined;
}

function comparable({ status: _, ...object }: KubernetesObject): Record<string, unknown> {
  const metadata = Object.fromEntries(
    Object.entries(object.metadata ?? {}).filter(([key]) => !ITS_OWN.includes(key)),
  );
  return plain({ ...object, metadata }) as Record<string, unknown>;
}

/** The client's objects are of classes, and have properties that are undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
