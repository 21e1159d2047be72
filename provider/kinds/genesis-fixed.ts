import { formatEther } from "viem";
import { fixedAccounts } from "../../genesis/spec.ts";
import type { GenesisSpec } from "../../genesis/types.ts";
import type { CheckFailure } from "../kind.ts";

/** Refuses a change of what the L1's files fix. */
export function l1Refusals(was: GenesisSpec, is: GenesisSpec): CheckFailure[] {
  const chain = ({ l1: { prefunded: _, ...rest } }: GenesisSpec) => rest;
  const other = fixedByGenesis(chain(was), chain(is), "l1");
  // Another kind of L1 has other accounts: one refusal says it all.
  if (was.l1.kind !== is.l1.kind) return other;
  return [...other, ...fixedByGenesis(fixedAccounts(was), fixedAccounts(is), "accounts")];
}

/** Refuses a change of what L2's files fix, accounts apart: every stack has the L1's files as well. */
export const l2Refusals = (was: GenesisSpec, is: GenesisSpec): CheckFailure[] =>
  fixedByGenesis(was.l2, is.l2, "l2");

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
  const reason = `${at} is fixed by genesis: was ${shown(was)}, is ${shown(is)}; destroy the stack or make a new one`;
  return [{ property: `spec.${at}`, reason }];
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** As the stack file says it: BNB instead of wei, and `never` for a fork that does not come. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return "never";
  if (typeof value === "string" && /^\d+$/.test(value)) return formatEther(BigInt(value));
  return String(value);
}
