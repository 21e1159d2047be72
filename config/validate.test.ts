import { describe, expect, it } from "vitest";
import type { ConfigProblem } from "../lib/errors.ts";
import { developmentAccount } from "./dev-accounts.ts";
import { ACCOUNT_ROLES } from "./spec.ts";
import { privateKey, problemsOf } from "./testing/problems.ts";
import { SUBNET_CASES } from "./testing/subnet-cases.ts";
import { RULES } from "./validate.ts";

const LOCK = "config/testing/images.lock.yaml";

type Values = Record<string, unknown>;

const OWN_KEYS = Object.fromEntries(ACCOUNT_ROLES.map((role, index) => [role, privateKey(index)]));
const external = (l1: Values = {}): Values => ({
  l1: { kind: "external", rpcUrl: "http://127.0.0.1:8545", chainId: 999, blockTime: 3, ...l1 },
  accounts: { ...OWN_KEYS },
});
const governed = (values: Values, governance: Values): Values => ({
  ...values,
  protocol: { enabled: true, underlying: `0x${"11".repeat(20)}`, governance },
});
const price = (values: Values): Values => ({ protocol: { price: values } });
const forks = (schedule: Values, rest: Values = {}): Values => ({ ...rest, l2: { forks: schedule } });

/** One case a rule, by the beginning of what the rule says. */
interface Case {
  rule: string;
  /** What is refused, where, and a part of the reason and of the fix. */
  refused: [Values, path: string, reason: string, fix: string][];
  /** The nearest values that can work. */
  accepted: Values[];
}

const CASES: Case[] = [
  ...SUBNET_CASES,
  {
    rule: "The two chains have different ids",
    refused: [[{ l2: { chainId: 714 } }, "l2.chainId", "is 714 like l1.chainId", "an id of its own"]],
    accepted: [{ l2: { chainId: 715 } }],
  },
  {
    rule: "An external L1 needs",
    refused: [
      [external({ rpcUrl: undefined }), "l1.rpcUrl", "is missing", "l1.kind to dev"],
      [external({ chainId: undefined }), "l1.chainId", "is missing", "eth_chainId"],
      [{ l1: { rpcUrl: "http://127.0.0.1:1" } }, "l1.rpcUrl", "for a dev L1", "l1.kind to external"],
    ],
    accepted: [external(), external({ rpcUrl: { secure: "v1:sealed" } })],
  },
  {
    rule: "An external L1 has no service options",
    refused: [
      [{ ...external(), services: { l1: { flags: ["--x"] } } }, "services.l1", "runs no L1", "remove it"],
    ],
    accepted: [{ services: { l1: { flags: ["--x"] } } }],
  },
  {
    rule: "Only a dev L1's rollup has prefunded",
    refused: [[{ ...external(), l2: { prefund: "0.5" } }, "l2.prefund", "gives 0.5 BNB", "set it to 0"]],
    accepted: [{ ...external(), l2: { prefund: 0 } }, { l2: { prefund: "0.5" } }],
  },
  {
    rule: "L1's block time is at least L2's",
    refused: [
      [
        { l1: { blockTime: 1 }, l2: { blockTime: 2 } },
        "l1.blockTime",
        "falls behind without bound",
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
    rule: "The block time of a well-known network",
    refused: [
      [external({ chainId: 1 }), "l1.blockTime", "Ethereum makes a block every 12 s", "set it to 12"],
    ],
    accepted: [external({ chainId: 1, blockTime: 12 })],
  },
  {
    rule: "A dev L1's block time is in whole seconds",
    refused: [[{ l1: { blockTime: 1.5 } }, "l1.blockTime", "whole seconds", "set it to 2"]],
    accepted: [external({ blockTime: 1.5 })],
  },
  {
    rule: "Outputs are at least 3 L1 blocks apart",
    refused: [
      [
        { l1: { blockTime: 3 }, settlement: { submissionInterval: 8 }, proposer: { pollInterval: 1 } },
        "settlement.submissionInterval",
        "under 3 L1 blocks (9 s)",
        "set it to 9 or more",
      ],
    ],
    accepted: [
      { l1: { blockTime: 3 }, settlement: { submissionInterval: 9 }, proposer: { pollInterval: 1 } },
    ],
  },
  {
    rule: "The proposer looks at least once per output",
    refused: [
      [
        { settlement: { submissionInterval: 11 } },
        "proposer.pollInterval",
        "looks every 12 s",
        "set it to 11",
      ],
    ],
    accepted: [{ settlement: { submissionInterval: 12 } }],
  },
  {
    rule: "The finalisation period is at least",
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
    rule: "L1's confirmations fit in the sequencer drift",
    refused: [
      [{ l1: { confirmations: 599 } }, "l1.confirmations", "lags 1800 s", "598 or less"],
      [
        { l1: { confirmations: 199 }, ...forks({ fjord: 8, granite: 8, holocene: 8 }), batcher: {} },
        "l1.confirmations",
        "may run ahead 600 s only",
        "raise l2.maxSequencerDrift",
      ],
    ],
    accepted: [{ l1: { confirmations: 598 } }],
  },
  {
    rule: "A batch's interval and L1's confirmations fit",
    refused: [[{ l2: { sequencerWindow: 429 } }, "batcher.interval", "645 s", "l2.sequencerWindow to 430"]],
    accepted: [{ l2: { sequencerWindow: 430 } }],
  },
  {
    rule: "The batcher's interval is at least one L1 block",
    refused: [[{ batcher: { interval: 2 } }, "batcher.interval", "counts L1 blocks", "set it to 3"]],
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
        "Granite fixes at 50",
        "51 or more",
      ],
    ],
    accepted: [
      { l2: { sequencerWindow: 500, channelTimeout: 499 } },
      { l1: { blockTime: 30 }, l2: { sequencerWindow: 51 }, batcher: { interval: 30 } },
    ],
  },
  {
    rule: "Forks are activated in order",
    refused: [
      [
        forks({ isthmus: 20, jovian: 10 }),
        "l2.forks.jovian",
        "after 10 s, before isthmus (after 20 s)",
        "later",
      ],
      [forks({ isthmus: "never" }), "l2.forks.jovian", "before isthmus (never)", "later"],
      [forks({ holocene: 30, granite: 40 }), "l2.forks.holocene", "before granite", "later"],
    ],
    accepted: [forks({ jovian: "never" }), forks({ granite: 10, holocene: 10 })],
  },
  {
    rule: "Isthmus and Jovian are activated after genesis",
    refused: [[forks({ isthmus: 0 }), "l2.forks.isthmus", "L1Block would stay 0", "such as 8"]],
    accepted: [forks({ isthmus: 1 })],
  },
  {
    rule: "Isthmus and Jovian are activated on different blocks",
    refused: [
      [forks({ isthmus: 10, jovian: 10 }), "l2.forks.jovian", "the chain halts", "set it to 11"],
      // Two times within one block are one block.
      [
        { l1: { blockTime: 4 }, l2: { blockTime: 4, forks: { isthmus: 9, jovian: 12 } } },
        "l2.forks.jovian",
        "block 3 together",
        "set it to 16",
      ],
    ],
    accepted: [
      forks({ isthmus: 10, jovian: 11 }),
      { l1: { blockTime: 4 }, l2: { blockTime: 4, forks: { isthmus: 8, jovian: 12 } } },
      forks({ isthmus: "never", jovian: "never" }),
    ],
  },
  {
    rule: "Brotli needs Fjord at genesis",
    refused: [
      [
        forks({ fjord: 5, granite: 5, holocene: 5 }, { batcher: { compression: "brotli" } }),
        "batcher.compression",
        "before Fjord (after 5 s)",
        "set it to zlib",
      ],
    ],
    accepted: [{ batcher: { compression: "brotli" } }, forks({ fjord: 5, granite: 5, holocene: 5 })],
  },
  {
    rule: "Span batches need Delta at genesis",
    refused: [
      [
        forks({ delta: 5, ecotone: 5, fjord: 5, granite: 5, holocene: 5 }),
        "batcher.batchType",
        "before Delta",
        "set it to singular",
      ],
    ],
    accepted: [
      forks(
        { delta: 5, ecotone: 5, fjord: 5, granite: 5, holocene: 5 },
        { batcher: { batchType: "singular" } },
      ),
    ],
  },
  {
    rule: "Where `accounts.kind` is `keys`",
    refused: [
      [
        { accounts: { ...OWN_KEYS, kind: "keys", user: undefined } },
        "accounts.user",
        "has no key",
        "pulumi config set",
      ],
    ],
    accepted: [
      { accounts: { ...OWN_KEYS, kind: "keys" } },
      { accounts: { ...OWN_KEYS, kind: "keys", user: { secure: "v1:sealed" } } },
    ],
  },
  {
    rule: "Well-known development keys are for local stacks",
    refused: [
      [{ listen: "0.0.0.0" }, "accounts.kind", "is dev, but the stack is not local", "listen on 127.0.0.1"],
      [{ ...external(), accounts: { kind: "dev" } }, "accounts.kind", "is dev", "keys of your own"],
      [
        { ...external(), accounts: { ...OWN_KEYS, user: developmentAccount("user").key } },
        "accounts.user",
        "public key of a development mnemonic",
        "make a new key",
      ],
    ],
    accepted: [{ listen: "127.0.0.2" }, { listen: "0.0.0.0", accounts: { ...OWN_KEYS } }],
  },
  {
    rule: "Every role has a key of its own",
    refused: [
      [
        { accounts: { ...OWN_KEYS, user: privateKey(0) } },
        "accounts.user",
        "has the key of deployer",
        "a key of its own",
      ],
      // A role's own key that is another role's development key.
      [
        { accounts: { user: developmentAccount("batcher").key } },
        "accounts.user",
        "has the key of batcher",
        "a key of its own",
      ],
    ],
    accepted: [{ accounts: { user: privateKey(0) } }],
  },
  {
    rule: "No two ports of a stack are the same",
    refused: [
      [
        { services: { batcher: { ports: { rpc: 8545 } } } },
        "services.batcher.ports.rpc",
        "is 8545 like services.l1.ports.http",
        "ports to free",
      ],
      [
        { ports: "free", services: { batcher: { ports: { rpc: 5000 } }, l1: { ports: { ws: 5000 } } } },
        "services.batcher.ports.rpc",
        "is 5000 like services.l1.ports.ws",
        "another port",
      ],
    ],
    accepted: [
      { services: { batcher: { ports: { rpc: 8544 } } } },
      { ports: "free", services: { batcher: { ports: { rpc: 8545 } } } },
      // An external L1's default ports are nobody's.
      { ...external(), services: { batcher: { ports: { rpc: 8545 } } } },
    ],
  },
  {
    rule: "Containers do not reach an L1 on this machine's loopback interface",
    refused: [
      [
        { ...external(), runtime: { kind: "docker" } },
        "l1.rpcUrl",
        "is at 127.0.0.1",
        "an address that containers reach",
      ],
    ],
    accepted: [
      external(),
      { ...external({ rpcUrl: "https://l1.example.org" }), runtime: { kind: "docker" } },
    ],
  },
  {
    rule: "Kubernetes needs `runtime.context` and `runtime.imageRegistry`",
    refused: [
      [
        { runtime: { kind: "kubernetes", imageRegistry: "r" } },
        "runtime.context",
        "is missing",
        "get-contexts",
      ],
      [
        { runtime: { kind: "kubernetes", context: "c" } },
        "runtime.imageRegistry",
        "is missing",
        "a registry",
      ],
    ],
    accepted: [{ runtime: { kind: "kubernetes", context: "c", imageRegistry: "r" } }],
  },
  {
    rule: "Official images are for containers",
    refused: [
      [
        { runtime: { images: "official", imageLock: LOCK } },
        "runtime.images",
        "processes have no images",
        "set runtime.kind",
      ],
    ],
    accepted: [{ runtime: { kind: "docker", images: "official", imageLock: LOCK } }],
  },
  {
    rule: "Flags hold neither keys nor ports",
    refused: [
      [
        { services: { batcher: { flags: ["--private-key=0x1"] } } },
        "services.batcher.flags",
        "--private-key would put a secret",
        "under accounts",
      ],
      [
        { services: { l1: { flags: ["--http.port=1"] } } },
        "services.l1.flags",
        "--http.port would listen",
        "service's ports",
      ],
    ],
    accepted: [{ services: { batcher: { flags: ["--log.level=debug", "--num-confirmations=2"] } } }],
  },
  {
    rule: "On an L1 of others the protocol needs the token",
    refused: [
      [{ ...external(), protocol: { enabled: true } }, "protocol.underlying", "is missing", "name the token"],
    ],
    accepted: [
      external(),
      { ...external(), protocol: { enabled: true, underlying: `0x${"11".repeat(20)}` } },
    ],
  },
  {
    rule: "Where there is something to lose a decision waits",
    refused: [
      [governed(external(), { delay: 172_799 }), "protocol.governance.delay", "is 172799", "172800 or more"],
    ],
    accepted: [governed(external(), { delay: 172_800 }), { protocol: { governance: { delay: 0 } } }],
  },
  {
    rule: "A BNB costs between",
    refused: [[price({ toraPerBnb: 999 }), "protocol.price.toraPerBnb", "is 999", "from 1000"]],
    accepted: [price({ toraPerBnb: 1000 }), price({ toraPerBnb: "1234.5" })],
  },
  {
    rule: "The price feeder looks at least three times",
    refused: [
      [price({ interval: 31, maxAge: 90 }), "protocol.price.interval", "good for 90 s", "more often"],
    ],
    accepted: [price({ interval: 30, maxAge: 90 })],
  },
  {
    rule: "The paymaster's deposit is filled up to more",
    refused: [
      [
        { protocol: { paymaster: { deposit: 5, minDeposit: 5 } } },
        "protocol.paymaster.deposit",
        "not above minDeposit",
        "lower minDeposit",
      ],
    ],
    accepted: [{ protocol: { paymaster: { deposit: 5, minDeposit: "4.9" } } }],
  },
];

describe.each(CASES)("$rule", ({ rule, refused, accepted }) => {
  it.each(refused)("refuses %j", async (values, path, reason, fix) => {
    const problems = await problemsOf(values);
    expect(problems).toEqual([expect.objectContaining({ path })]);
    expect(problems[0]?.problem).toContain(reason);
    expect(problems[0]?.fix).toContain(fix);
  });

  it.each(accepted.map((values) => [values]))("accepts %j", async (values) => {
    expect(await problemsOf(values)).toEqual([]);
  });

  it("is one rule", () => {
    expect(RULES.filter(({ says }) => says.startsWith(rule))).toHaveLength(1);
  });
});

it("tests every rule there is", () => {
  const untested = RULES.filter(({ says }) => !CASES.some(({ rule }) => says.startsWith(rule)));
  expect(untested.map(({ says }) => says)).toEqual([]);
});

it("never shows the value of a flag with a secret", async () => {
  const problems: readonly ConfigProblem[] = await problemsOf({
    services: { proposer: { flags: ["--mnemonic=correct horse"] } },
  });
  expect(JSON.stringify(problems)).not.toContain("horse");
});
