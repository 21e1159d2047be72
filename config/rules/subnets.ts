import { type CompleteSubnet, validatorsOf } from "../subnets.ts";
import { wei } from "../wei.ts";
import type { Gas } from "../../spec/subnets.ts";
import type { Finding, Rule } from "./rule.ts";

/**
 * Seconds that validators who pay in TORA need to commit, and to reveal: half of all bundles take 3.8 s on one machine, an
 * operation that is in no block after 12 s counts as lost, and there must be time for another one.
 */
const TORA_PHASE = 20;

/** A rule that looks at each subnet by itself. */
const each =
  (check: (subnet: CompleteSubnet, at: string) => readonly Finding[]): Rule["check"] =>
  ({ config }) =>
    config.subnets.flatMap((subnet, index) => check(subnet, `subnets.${index}`));

const protocol: Rule = {
  says: "Subnets require `protocol.enabled`.",
  reads: ["subnets", "protocol.enabled"],
  check: ({ config: { subnets, protocol } }) =>
    subnets.length > 0 && !protocol.enabled
      ? {
          problem: "are set, but protocol.enabled is false",
          fix: "remove them, or set protocol.enabled to true",
        }
      : undefined,
};

const names: Rule = {
  says: "Every subnet has a different name.",
  reads: ["subnets"],
  check: ({ config: { subnets } }) =>
    subnets.flatMap(({ name }, index) =>
      subnets.findIndex((other) => other.name === name) === index
        ? []
        : [
            {
              path: `subnets.${index}.name`,
              problem: `is ${name}, which another subnet has`,
              fix: "set another name",
            },
          ],
    ),
};

const phases: Rule = {
  says: "The phases of an epoch follow each other: commit < reveal < aggregate < length.",
  reads: ["subnets"],
  check: each(({ phases: { commit, reveal, aggregate, length } }, at) => {
    if (commit < reveal && reveal < aggregate && aggregate < length) return [];
    const problem = `are commit ${commit}, reveal ${reveal}, aggregate ${aggregate}, length ${length}`;
    return [{ path: `${at}.phases`, problem, fix: "set each value above the one before" }];
  }),
};

const seats: Rule = {
  says: "A subnet has at most `maxMiners` miners and `maxValidators` validators, and each validator stakes at least `minStake`.",
  reads: ["subnets"],
  check: each(({ hyperparameters, miners, validators }, at) => {
    const { minStake, maxMiners, maxValidators } = hyperparameters;
    const count = (groups: readonly { count: number }[]) =>
      groups.reduce((sum, group) => sum + group.count, 0);
    const findings: Finding[] = [];
    for (const [what, all, most] of [
      ["miners", count(miners), maxMiners],
      ["validators", count(validators), maxValidators],
    ] as const)
      if (all > most)
        findings.push({
          path: `${at}.${what}`,
          problem: `are ${all}, but the subnet has room for ${most}`,
          fix: `have ${most} or fewer`,
        });
    validators.forEach(({ stake }, group) => {
      if (BigInt(wei(stake)) < BigInt(wei(minStake)))
        findings.push({
          path: `${at}.validators.${group}.stake`,
          problem: `is ${stake} TORA, below minStake`,
          fix: `set it to ${minStake} or more`,
        });
    });
    return findings;
  }),
};

const time: Rule = {
  says: `If a validator pays gas in TORA, the commit and reveal phases last at least ${TORA_PHASE} s each: a user operation has to wait for its bundle.`,
  reads: ["subnets", "l2.blockTime"],
  check: ({ config: { subnets, l2 } }) =>
    subnets.flatMap(({ phases: { commit, reveal, aggregate }, validators }, index) => {
      const [committing, revealing] = [(reveal - commit) * l2.blockTime, (aggregate - reveal) * l2.blockTime];
      if (!validators.some(({ gas }) => gas === "tora")) return [];
      if (Math.min(committing, revealing) >= TORA_PHASE) return [];
      const problem = `leave ${committing} s to commit and ${revealing} s to reveal, which is too short for a validator that pays gas in TORA`;
      const blocks = Math.ceil(TORA_PHASE / l2.blockTime);
      const fix = `leave at least ${TORA_PHASE} s (${blocks} blocks) for each, or set the validators' gas to bnb`;
      return [{ path: `subnets.${index}.phases`, problem, fix }];
    }),
};

const accounts: Rule = {
  says: "A validator pays gas in the same coin in all subnets: it uses one account for all of them.",
  reads: ["subnets"],
  check: ({ config: { subnets } }) => {
    const known = new Map<string, { gas: Gas; subnet: string }>();
    return subnets.flatMap((subnet, index) =>
      validatorsOf(subnet).flatMap(({ name, gas }) => {
        const before = known.get(name);
        if (!before) known.set(name, { gas, subnet: subnet.name });
        if (!before || before.gas === gas) return [];
        const problem = `let ${name} pay gas in ${gas}, but in ${before.subnet} it pays in ${before.gas}`;
        const fix = "reorder the validators so that each number pays in one coin";
        return [{ path: `subnets.${index}.validators`, problem, fix }];
      }),
    );
  },
};

export const SUBNET_RULES: readonly Rule[] = [protocol, names, phases, seats, time, accounts];
