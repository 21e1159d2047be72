import type { Accounts } from "../accounts.ts";
import type { Configuration } from "../defaults.ts";
import type { StackInput } from "../schema.ts";

/** What a rule looks at: the complete configuration, and what of it the stack file says itself. */
export interface Subject {
  config: Configuration;
  input: StackInput;
  accounts: Accounts;
}

/** A combination of values that can't work. */
export interface Finding {
  /** Where to change something; the first path that the rule reads unless it is named. */
  path?: string;
  problem: string;
  fix: string;
}

export interface Rule {
  /** The rule as the documentation states it. */
  says: string;
  /** Keys or groups whose values it needs: it is left out when one of them has a problem of its own. */
  reads: readonly [string, ...string[]];
  check(subject: Subject): Finding | readonly Finding[] | undefined;
}
