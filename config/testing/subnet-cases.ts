import type { Case, Values } from "./case.ts";

const subnets = (...all: Values[]): Values => ({ subnets: all });
const TEXT = { name: "text" };

/** See validate.test.ts. */
export const SUBNET_CASES: Case[] = [
  {
    rule: "Subnets need the protocol's contracts",
    refused: [
      [
        { ...subnets(TEXT), protocol: { enabled: false } },
        "subnets",
        "the protocol is left out",
        "set protocol.enabled",
      ],
    ],
    accepted: [subnets(TEXT), { protocol: { enabled: false } }],
  },
  {
    rule: "Every subnet has a name of its own",
    refused: [[subnets(TEXT, TEXT), "subnets.1.name", "is text a second time", "another name"]],
    accepted: [subnets(TEXT, { name: "words" })],
  },
  {
    rule: "Phases of an epoch come one after the other",
    refused: [
      [
        subnets({ ...TEXT, phases: { commit: 5, reveal: 5, aggregate: 8, length: 9 } }),
        "subnets.0.phases",
        "are at 5, 5, 8 of 9 blocks",
        "begin after the one before",
      ],
    ],
    accepted: [subnets({ ...TEXT, phases: { commit: 1, reveal: 2, aggregate: 3, length: 4 } })],
  },
  {
    rule: "A subnet has room for its miners and validators",
    refused: [
      [
        subnets({
          ...TEXT,
          hyperparameters: { maxMiners: 2 },
          miners: [{ count: 2 }, { behaviour: "lazy" }],
        }),
        "subnets.0.miners",
        "are 3, and 2 have room",
        "have fewer",
      ],
      [
        subnets({ ...TEXT, validators: [{ stake: 999 }] }),
        "subnets.0.validators.0.stake",
        "is 999 TORA",
        "stake 1000 or more",
      ],
    ],
    accepted: [
      subnets({ ...TEXT, hyperparameters: { maxMiners: 3 }, miners: [{ count: 3 }] }),
      subnets({ ...TEXT, hyperparameters: { minStake: "0.5" }, validators: [{ stake: 0.5 }] }),
    ],
  },
];
