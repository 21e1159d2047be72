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
    rule: "Subnets require `protocol.enabled`",
    refused: [
      [
        { ...subnets(TEXT), protocol: { enabled: false } },
        "subnets",
        "protocol.enabled is false",
        "set protocol.enabled",
      ],
    ],
    accepted: [subnets(TEXT), { protocol: { enabled: false } }],
  },
  {
    rule: "Every subnet has a different name",
    refused: [[subnets(TEXT, TEXT), "subnets.1.name", "is text, which another", "another name"]],
    accepted: [subnets(TEXT, { name: "words" })],
  },
  {
    rule: "The phases of an epoch follow each other",
    refused: [
      [
        subnets({ ...TEXT, phases: { commit: 5, reveal: 5, aggregate: 8, length: 9 } }),
        "subnets.0.phases",
        "are commit 5, reveal 5, aggregate 8, length 9",
        "above the one before",
      ],
    ],
    accepted: [subnets({ ...TEXT, phases: { commit: 1, reveal: 2, aggregate: 3, length: 4 } })],
  },
  {
    rule: "A subnet has at most",
    refused: [
      [
        subnets({
          ...TEXT,
          hyperparameters: { maxMiners: 2 },
          miners: [{ count: 2 }, { behaviour: "lazy" }],
        }),
        "subnets.0.miners",
        "are 3, but the subnet has room for 2",
        "have 2 or fewer",
      ],
      [
        subnets({ ...TEXT, validators: [{ stake: 999 }] }),
        "subnets.0.validators.0.stake",
        "is 999 TORA",
        "set it to 1000 or more",
      ],
    ],
    accepted: [
      subnets({ ...TEXT, hyperparameters: { maxMiners: 3 }, miners: [{ count: 3 }] }),
      subnets({ ...TEXT, hyperparameters: { minStake: "0.5" }, validators: [{ stake: 0.5 }] }),
    ],
  },
  {
    rule: "If a validator pays gas in TORA",
    refused: [
      [
        subnets({ ...TEXT, validators: [{}, { gas: "tora" }], phases: phases(20, 19) }),
        "subnets.0.phases",
        "leave 20 s to commit and 19 s to reveal",
        "at least 20 s (20 blocks)",
      ],
      [
        {
          ...subnets({ ...TEXT, validators: [{ gas: "tora" }], phases: phases(9, 10) }),
          l2: { blockTime: 2 },
        },
        "subnets.0.phases",
        "leave 18 s to commit and 20 s to reveal",
        "at least 20 s (10 blocks)",
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
    rule: "A validator pays gas in the same coin",
    refused: [
      [
        subnets(
          { ...TEXT, validators: [{ count: 2 }] },
          { name: "words", validators: [{}, { gas: "tora" }] },
        ),
        "subnets.1.validators",
        "let validator-1 pay gas in tora, but in text it pays in bnb",
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
