import { formatEther } from "viem";
import { fixedAccounts } from "../../genesis/spec.ts";
import { type Meaning, pathChanges } from "../../lib/changes.ts";
import { canonicalJson } from "../../lib/values.ts";
import type { GenesisSpec } from "../../spec/contracts.ts";
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

const GENESIS = "genesis";

/** The same for what genesis has fixed. @param at the dotted path in the stack file */
export const fixedByGenesis = (was: unknown, is: unknown, at: string) =>
  fixedValues(was, is, { by: GENESIS, at, property: `spec.${at}` });

/** What a value is fixed by, its dotted path in the stack file, and the input that has it. */
export interface Fixed {
  by: string;
  at: string;
  property: string;
}

/** Lists are fixed as wholes. */
const MEANING: Meaning = {
  alike: (was, is) => canonicalJson(was ?? null) === canonicalJson(is ?? null),
  whole: (was) => Array.isArray(was),
};

/** A refusal for each value that something has fixed and that is to be another now. */
export function fixedValues(was: unknown, is: unknown, { by, at, property }: Fixed): CheckFailure[] {
  const places = pathChanges(was, is, MEANING, at).sort((a, b) => (a.path < b.path ? -1 : 1));
  return places.map(({ path, old, new: now }) => ({
    property: property + path.slice(at.length),
    reason: `${path} is fixed by ${by}: was ${shown(old, by)}, is ${shown(now, by)}; destroy the stack or create a new one`,
  }));
}

/** As the stack file says it: BNB instead of wei, and `never` for a fork that does not come. */
function shown(value: unknown, by: string): string {
  if (value === undefined || value === null) return by === GENESIS ? "never" : "not set";
  if (typeof value === "string" && /^\d+$/.test(value)) return formatEther(BigInt(value));
  return String(value);
}
