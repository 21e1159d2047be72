import { UNKNOWN } from "../../engine/wire.ts";
import type { PathChange } from "../../lib/changes.ts";
import { TensoraError } from "../../lib/errors.ts";
import { rootOf } from "../../lib/paths.ts";
import type { Difference, Props } from "../kind.ts";
import { inputChanges } from "./compare.ts";

/** What a difference is judged by. */
interface Both {
  olds: Props;
  news: Props;
}

/**
 * Refuses to replace what holds something. What is not known yet is judged when it is.
 * @param holds such as `a chain`
 * @throws TensoraError that says of each value what it was and what it is to be
 */
export function refuseReplacement(
  holds: string,
  { replaces = [] }: Difference,
  both: Both,
  urn: string,
): void {
  const places = inputChanges(both.olds, both.news).filter(({ path }) => replaces.includes(rootOf(path)));
  const known = places.filter((place) => place.new !== UNKNOWN);
  if (replaces.length === 0 || (places.length > 0 && known.length === 0)) return;
  const name = urn.split("::").at(-1) ?? urn;
  const said = known.map(wasAndIs);
  throw new TensoraError(
    `${name} holds ${holds} and is not replaced: ${said.join(", ") || replaces.join(", ")}`,
    { where: urn, next: [...NEXT] },
  );
}

/** What a user can do about a refused change. */
export const NEXT = ["restore the previous value", "or destroy the stack, or create a new one"] as const;

const wasAndIs = ({ path, old, new: now }: PathChange) => `${path} was ${shown(old)}, is ${shown(now)}`;

/** A value as a user reads it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
