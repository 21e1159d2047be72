import type { AlertRule, RuleSettings } from "./types.ts";

/** Seconds for which a reveal that was missed is told of. */
export const REMEMBERED = 600;
/** Epochs that a validator may miss: an outage of the chain takes one or two from everybody. */
const EXCUSED = 2;

/** Rules on validators, whoever runs them: by what they did on chain. */
export const subnetRules = ({ epochEvery }: RuleSettings): AlertRule[] => [
  {
    name: "ValidatorSilent",
    expression: `tensora_subnet_silent_epochs > ${EXCUSED}`,
    // At the worst it committed just before.
    after: (EXCUSED + 2) * epochEvery,
    for: 10,
    severity: "warning",
    summary: "A validator with a slot does not commit to scores: its dividend and trust fall.",
  },
  {
    name: "RevealMissed",
    expression: `tensora_subnet_reveal_missed_age_seconds < ${REMEMBERED}`,
    after: epochEvery,
    for: 0,
    severity: "warning",
    summary:
      "A validator committed to scores but did not reveal them: it is slashed unless most validators failed to reveal.",
  },
];
