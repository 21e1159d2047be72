import { UNKNOWN } from "../../engine/wire.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { Difference, Props } from "../kind.ts";
import { type PathChange, pathChanges, rootOf } from "./compare.ts";

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
  const places = pathChanges(both.olds, both.news).filter(({ path }) => replaces.includes(rootOf(path)));
  const known = places.filter(({ path }) => at(both.news, path) !== UNKNOWN);
  if (replaces.length === 0 || (places.length > 0 && known.length === 0)) return;
  const name = urn.split("::").at(-1) ?? urn;
  const said = known.map((place) => wasAndIs(place, both));
  throw new TensoraError(
    `${name} holds ${holds} and is not replaced: ${said.join(", ") || replaces.join(", ")}`,
    { where: urn, next: [...NEXT] },
  );
}

/** What a user can do about a refused change. */
export const NEXT = ["put the former value back", "or destroy the stack, or make a new one"] as const;

const wasAndIs = ({ path }: PathChange, { olds, news }: Both) =>
  `${path} was ${shown(at(olds, path))}, is ${shown(at(news, path))}`;

/** A value as a user reads it. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The value at a path of Pulumi's notation. */
function at(props: Props, path: string): unknown {
  const steps = [...path.matchAll(/\["(?<quoted>(?:[^"\\]|\\.)*)"\]|\[(?<index>\d+)\]|(?<plain>[^.[\]]+)/g)];
  return steps.reduce<unknown>((value, { groups = {} }) => {
    const key = groups.quoted?.replaceAll('\\"', '"') ?? groups.index ?? groups.plain ?? "";
    return (value as Props | undefined | null)?.[key];
  }, props);
}
