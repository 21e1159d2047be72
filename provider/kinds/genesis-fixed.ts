import type { CheckFailure } from "../kind.ts";

/**
 * A refusal for each value that genesis has fixed and that is to be another now.
 * @param at the values' dotted path in the stack file
 */
export function fixedByGenesis(was: unknown, is: unknown, at: string): CheckFailure[] {
  if (isGroup(was) && isGroup(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return names.flatMap((name) => fixedByGenesis(was[name], is[name], `${at}.${name}`));
  }
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const reason =
    `${at} is fixed by genesis: was ${shown(was)}, is ${shown(is)}; ` + "destroy the stack or make a new one";
  return [{ property: `spec.${at}`, reason }];
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown) => (value === undefined ? "not set" : JSON.stringify(value));
