import type { ConfigProblem } from "../lib/errors.ts";
import { ACCOUNT_RULES } from "./rules/accounts.ts";
import { CHAIN_RULES } from "./rules/chains.ts";
import { FORK_RULES } from "./rules/forks.ts";
import type { Rule, Subject } from "./rules/rule.ts";
import { PROTOCOL_RULES } from "./rules/protocol.ts";
import { SERVICE_RULES } from "./rules/services.ts";
import { SUBNET_RULES } from "./rules/subnets.ts";
import { TIMING } from "./rules/timing.ts";

/** Every combination that is refused. */
export const RULES: readonly Rule[] = [
  ...CHAIN_RULES,
  ...TIMING,
  ...FORK_RULES,
  ...ACCOUNT_RULES,
  ...PROTOCOL_RULES,
  ...SERVICE_RULES,
  ...SUBNET_RULES,
];

/**
 * The problems of a configuration whose single values are right.
 * @param broken paths that have a problem already: rules that would read their defaults instead are left out
 */
export function validate(subject: Subject, broken: readonly string[] = []): ConfigProblem[] {
  return RULES.filter(
    (rule) => !rule.reads.some((path) => broken.some((other) => overlaps(path, other))),
  ).flatMap((rule) => {
    const found = rule.check(subject) ?? [];
    return (Array.isArray(found) ? found : [found]).map((finding) => ({ path: rule.reads[0], ...finding }));
  });
}

/** Whether one path is the other or lies below it. */
const overlaps = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
