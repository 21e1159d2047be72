import type { Case, Values } from "./case.ts";

const subnets = (...all: Values[]): Values => ({ subnets: all });
const TEXT = { name: "text" };
/** Of so many blocks to commit and to reveal. */
const phases = (committing: number, revealing: number) => ({
  commit: 5,
  reveal: 5 + committing,
  aggregate: 5 + committing + revealing,
  length: 6 + committing + revealing,
});

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
  {
    rule: "Where a validator pays gas in TORA",
    refused: [
      [
        subnets({ ...TEXT, validators: [{}, { gas: "tora" }], phases: phases(20, 19) }),
        "subnets.0.phases",
        "leave 20 s to commit and 19 s to reveal",
        "20 s (20 blocks) or more",
      ],
      [
        {
          ...subnets({ ...TEXT, validators: [{ gas: "tora" }], phases: phases(9, 10) }),
          l2: { blockTime: 2 },
        },
        "subnets.0.phases",
        "leave 18 s to commit and 20 s to reveal",
        "20 s (10 blocks) or more",
      ],
    ],
    accepted: [
      subnets({ ...TEXT, validators: [{ gas: "tora" }] }),
      subnets({ ...TEXT, validators: [{ gas: "tora" }], phases: phases(20, 20) }),
      {
        ...subnets({ ...TEXT, validators: [{ gas: "tora" }], phases: phases(10, 10) }),
        l2: { blockTime: 2 },
      },
      subnets({ ...TEXT, validators: [{ gas: "bnb" }], phases: phases(1, 1) }),
    ],
  },
  {
    rule: "A validator, which is one account in all subnets",
    refused: [
      [
        subnets(
          { ...TEXT, validators: [{ count: 2 }] },
          { name: "words", validators: [{}, { gas: "tora" }] },
        ),
        "subnets.1.validators",
        "have validator-1 pay gas in tora, and text has it pay in bnb",
        "each number pays in one coin",
      ],
    ],
    accepted: [
      subnets(
        { ...TEXT, validators: [{}, { gas: "tora", count: 2 }] },
        { name: "words", validators: [{}, { gas: "tora" }] },
      ),
    ],
  },
];
