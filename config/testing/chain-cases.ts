import { SERVICES } from "../../spec/services.ts";
import { type Case, external, forks } from "./case.ts";

const L1 = SERVICES.l1.name;

/** See validate.test.ts. */
export const CHAIN_CASES: Case[] = [
  {
    rule: "L1 and L2 have different chain IDs",
    refused: [
      [{ l2: { chainId: 714 } }, "l2.chainId", "is 714, the same as l1.chainId", "a different chain ID"],
    ],
    accepted: [{ l2: { chainId: 715 } }],
  },
  {
    rule: "An external L1 needs",
    refused: [
      [external({ rpcUrl: undefined }), "l1.rpcUrl", "is missing", "l1.kind to dev"],
      [external({ chainId: undefined }), "l1.chainId", "is missing", "eth_chainId"],
      [{ l1: { rpcUrl: "http://127.0.0.1:1" } }, "l1.rpcUrl", "l1.kind is dev", "l1.kind to external"],
    ],
    accepted: [external(), external({ rpcUrl: { secure: "v1:sealed" } })],
  },
  {
    rule: `\`services.${L1}\` applies to a dev L1 only`,
    refused: [
      [
        { ...external(), services: { [L1]: { flags: ["--x"] } } },
        `services.${L1}`,
        "runs no L1",
        "remove it",
      ],
    ],
    accepted: [{ services: { [L1]: { flags: ["--x"] } } }],
  },
  {
    rule: "Accounts are prefunded only with a dev L1",
    refused: [
      [{ ...external(), l2: { prefund: "0.5" } }, "l2.prefund", "gives every account 0.5 BNB", "set it to 0"],
    ],
    accepted: [{ ...external(), l2: { prefund: 0 } }, { l2: { prefund: "0.5" } }],
  },
  {
    rule: "L1's block time is at least L2's",
    refused: [
      [
        { l1: { blockTime: 1 }, l2: { blockTime: 2 } },
        "l1.blockTime",
        "further and further behind",
        "l2.blockTime to 1",
      ],
      [external({ chainId: 97 }), "l1.blockTime", "Chapel makes a block every 0.45 s", "upstream op-node"],
      [
        external({ chainId: 56 }),
        "l1.blockTime",
        "BNB Smart Chain makes a block every 0.45 s",
        "upstream op-node",
      ],
    ],
    accepted: [{ l1: { blockTime: 2 }, l2: { blockTime: 2 } }],
  },
  {
    rule: "For a well-known L1",
    refused: [
      [external({ chainId: 1 }), "l1.blockTime", "Ethereum makes a block every 12 s", "set it to 12"],
    ],
    accepted: [external({ chainId: 1, blockTime: 12 })],
  },
  {
    rule: "A dev L1's block time is a whole number",
    refused: [[{ l1: { blockTime: 1.5 } }, "l1.blockTime", "whole seconds", "set it to 2"]],
    accepted: [external({ blockTime: 1.5 })],
  },
  {
    rule: "Outputs (submission interval",
    refused: [
      [
        { l1: { blockTime: 3 }, settlement: { submissionInterval: 8 }, proposer: { pollInterval: 1 } },
        "settlement.submissionInterval",
        "less than 3 L1 blocks (9 s)",
        "set it to 9 or more",
      ],
    ],
    accepted: [
      { l1: { blockTime: 3 }, settlement: { submissionInterval: 9 }, proposer: { pollInterval: 1 } },
    ],
  },
  {
    rule: "The proposer checks at least once per output",
    refused: [
      [{ settlement: { submissionInterval: 11 } }, "proposer.pollInterval", "is 12 s", "set it to 11"],
    ],
    accepted: [{ settlement: { submissionInterval: 12 } }],
  },
  {
    rule: "The finalization period is at least",
    refused: [
      [
        { settlement: { finalizationPeriod: 44 } },
        "settlement.finalizationPeriod",
        "15 confirmations (45 s)",
        "45 or more",
      ],
    ],
    accepted: [{ settlement: { finalizationPeriod: 45 } }],
  },
  {
    rule: "L1's confirmations take less time",
    refused: [
      [{ l1: { confirmations: 599 } }, "l1.confirmations", "lag 1800 s", "598 or less"],
      [
        { l1: { confirmations: 199 }, ...forks({ fjord: 8, granite: 8, holocene: 8 }), batcher: {} },
        "l1.confirmations",
        "maximum drift is 600 s",
        "raise l2.maxSequencerDrift",
      ],
    ],
    accepted: [{ l1: { confirmations: 598 } }],
  },
  {
    rule: "The batcher's interval and L1's confirmations",
    refused: [[{ l2: { sequencerWindow: 429 } }, "batcher.interval", "645 s", "l2.sequencerWindow to 430"]],
    accepted: [{ l2: { sequencerWindow: 430 } }],
  },
  {
    rule: "The batcher's interval is at least one L1 block",
    refused: [[{ batcher: { interval: 2 } }, "batcher.interval", "counts in L1 blocks", "set it to 3"]],
    accepted: [{ batcher: { interval: 3 } }],
  },
  {
    rule: "The channel timeout is below the sequencer window",
    refused: [
      [
        { l2: { sequencerWindow: 500, channelTimeout: 500 } },
        "l2.channelTimeout",
        "not below",
        "499 or less",
      ],
      [
        { l1: { blockTime: 30 }, l2: { sequencerWindow: 50 }, batcher: { interval: 30 } },
        "l2.sequencerWindow",
        "Granite fixes it at 50",
        "51 or more",
      ],
    ],
    accepted: [
      { l2: { sequencerWindow: 500, channelTimeout: 499 } },
      { l1: { blockTime: 30 }, l2: { sequencerWindow: 51 }, batcher: { interval: 30 } },
    ],
  },
  {
    rule: "Forks activate in this order",
    refused: [
      [
        forks({ isthmus: 20, jovian: 10 }),
        "l2.forks.jovian",
        "after 10 s, before isthmus (after 20 s)",
        "no earlier than",
      ],
      [forks({ isthmus: "never" }), "l2.forks.jovian", "before isthmus (never)", "no earlier than"],
      [forks({ holocene: 30, granite: 40 }), "l2.forks.holocene", "before granite", "no earlier than"],
    ],
    accepted: [forks({ jovian: "never" }), forks({ granite: 10, holocene: 10 })],
  },
  {
    rule: "Isthmus and Jovian activate after genesis",
    refused: [[forks({ isthmus: 0 }), "l2.forks.isthmus", "L1Block would return 0", "such as 8"]],
    accepted: [forks({ isthmus: 1 })],
  },
];
