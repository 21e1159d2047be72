/**
 * Every step there is, by the name that stack resources and `./tensora smoke` use, in the order in which they are shown. Its
 * code is loaded when it runs. A new step is one entry here and its file: components, the plan of `./tensora smoke`, its help
 * and docs/steps.md follow from this list.
 */
import { SERVICES } from "../spec/services.ts";
import type { Entry } from "./entry.ts";

export const STEPS = {
  "deploy/origin": {
    kind: "deploy",
    component: "settlement",
    inputs: "own",
    after: ["l1"],
    about: "fixes where the rollup starts on L1, and with it where its contracts will be",
    load: async () => (await import("./deploy/origin.ts")).origin,
  },
  "deploy/settlement": {
    kind: "deploy",
    component: "settlement",
    inputs: "own",
    after: ["deploy/origin"],
    about: "puts the settlement contracts on L1, and verifies every one of them",
    load: async () => (await import("./deploy/settlement.ts")).settlement,
  },
  "deploy/protocol-start": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["l1", "sequencer"],
    about: "fixes where the protocol's contracts will be on both chains",
    load: async () => (await import("./deploy/protocol/start.ts")).protocolStart,
  },
  "deploy/protocol-l1": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-start"],
    about: "puts the protocol's contracts on L1, and verifies every one of them",
    load: async () => (await import("./deploy/protocol/protocol.ts")).protocolL1,
  },
  "deploy/protocol-l2": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-start"],
    about: "puts the protocol's contracts on L2, and verifies every one of them",
    load: async () => (await import("./deploy/protocol/protocol.ts")).protocolL2,
  },
  "deploy/subnets": {
    kind: "deploy",
    component: "subnets",
    inputs: "own",
    after: ["deploy/protocol-l2", "smoke/tora-deposit"],
    about: "brings the subnets to what the stack file says, by governance",
    load: async () => (await import("./deploy/subnets/subnets.ts")).subnets,
  },
  "smoke/settlement": {
    kind: "gate",
    component: "settlement",
    inputs: "own",
    after: ["deploy/settlement"],
    about:
      "the settlement contracts are what the specification says: codes, values, owners, locked initialisers",
    load: async () => (await import("./smoke/settlement.ts")).settlement,
  },
  "smoke/protocol": {
    kind: "gate",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-l1", "deploy/protocol-l2"],
    about:
      "the protocol on both chains is what the stack file says: codes, values, roles, owners; its deployer has no power",
    load: async () => (await import("./smoke/protocol.ts")).protocol,
  },
  "smoke/genesis": {
    kind: "gate",
    component: "smoke",
    inputs: "own",
    after: ["sequencer"],
    about: "block 0 is what the specification says, as the running node reads it",
    load: async () => (await import("./smoke/genesis.ts")).genesis,
  },
  "smoke/l2-advances": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer"],
    about: "L2 makes blocks at the configured rate, from the genesis that was configured",
    load: async () => (await import("./smoke/l2-advances.ts")).l2Advances,
  },
  "smoke/hardforks": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer"],
    about: "the forks begin at their blocks, and their upgrades do not fail",
    load: async () => (await import("./smoke/hardforks.ts")).hardforks,
  },
  "smoke/deposit": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "deploy/settlement"],
    about:
      "BNB sent through the standard bridge arrives once its L1 block has its confirmations, not earlier",
    load: async () => (await import("./smoke/deposit.ts")).deposit,
  },
  "smoke/forced-transaction": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "deploy/settlement"],
    about: "a call that a user puts into the portal on L1 runs on L2",
    load: async () => (await import("./smoke/forced-transaction.ts")).forcedTransaction,
  },
  "smoke/safe-head": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about: "a transaction's block becomes safe: the batcher posts it, and both nodes derive it from L1",
    load: async () => (await import("./smoke/safe-head.ts")).safeHead,
  },
  "smoke/batch-inbox": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about: "the inbox contract logs the hash and the size of every batch",
    load: async () => (await import("./smoke/batch-inbox.ts")).batchInbox,
  },
  "smoke/inspect-batch": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about: "what the batches on L1 decode to is what L2 has, and what op-node's own decoder reads",
    load: async () => (await import("./smoke/inspect-batch.ts")).inspectBatches,
  },
  "smoke/replica": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica"],
    about: "a replica that knows nothing but L1 has the sequencer's state at its safe head",
    load: async () => (await import("./smoke/replica.ts")).replica,
  },
  "smoke/output": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica", "proposer"],
    about: "the proposer's output on L1 is the one that the replica computes from L1 alone",
    load: async () => (await import("./smoke/output.ts")).output,
  },
  "smoke/tora-deposit": {
    kind: "gate",
    component: "smoke-tora",
    after: ["deploy/settlement", "deploy/protocol-l1", "deploy/protocol-l2"],
    about:
      "the token becomes WTORA on L1, and WTORA becomes TORA on L2 once its L1 block has its confirmations",
    load: async () => (await import("./smoke/tora/deposit.ts")).toraDeposit,
  },
  "smoke/user-operation": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "bundler", SERVICES.priceFeeder.role],
    about: "a smart account with TORA and no BNB deploys itself, and pays in TORA what the rule says",
    load: async () => (await import("./smoke/tora/user-operation.ts")).userOperation,
  },
  "smoke/bundles": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/user-operation", "smoke/refusals"],
    about: "operations of many accounts land in few bundles, and the executors get back what they spend",
    load: async () => (await import("./smoke/tora/bundles.ts")).bundles,
  },
  "smoke/refusals": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "bundler", SERVICES.priceFeeder.role],
    about: "what the bundler must not take it refuses with the reason, and goes on",
    load: async () => (await import("./smoke/tora/refusals.ts")).refusals,
  },
  "smoke/tora-withdrawal": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "batcher", "proposer"],
    about: "TORA goes back to L1, becomes WTORA and then the token; the escrow is right at each point",
    load: async () => (await import("./smoke/tora/withdrawal.ts")).toraWithdrawal,
  },
  "smoke/subnet-epochs": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "two full epochs end on time; all validators that take part have committed and revealed",
    load: async () => (await import("./smoke/subnets/on-time.ts")).subnetEpochs,
  },
  "smoke/subnet-incentives": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about:
      "each honest miner is above each lazy or noisy one, the dead one has nothing; a colluding validator is below an honest one of equal stake",
    load: async () => (await import("./smoke/subnets/incentives.ts")).subnetIncentives,
  },
  "smoke/subnet-yuma": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "what the chain computed is what the TypeScript Yuma computes from the same scores, bit for bit",
    load: async () => (await import("./smoke/subnets/yuma.ts")).subnetYuma,
  },
  "smoke/subnet-emissions": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "an epoch's emission adds up to the wei, and everybody has claimed",
    load: async () => (await import("./smoke/subnets/emissions.ts")).subnetEmissions,
  },
  "smoke/inference": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about:
      "a contract asks, and is called back with an answer whose signature the desk has verified; the miner is paid",
    load: async () => (await import("./smoke/subnets/inference.ts")).inference,
  },
  "smoke/withdrawal": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica", "proposer"],
    about: "BNB goes from L2 to L1: initiated, proved against an output, finalised after the period",
    load: async () => (await import("./smoke/withdrawal.ts")).withdrawal,
  },
  "drill/pause": {
    kind: "drill",
    component: "smoke",
    about:
      "the guardian pauses the portal: no withdrawal is proved or finalised; unpaused, the same ones are",
    load: async () => (await import("./smoke/drill-pause.ts")).drillPause,
  },
  "drill/deposit": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "takes the paymaster's deposit out: operations are refused, BNB goes on; the keeper fills it up, they pass",
    load: async () => (await import("./smoke/tora/drill-deposit.ts")).drillDeposit,
  },
  "drill/executors": {
    kind: "drill",
    component: "smoke-tora",
    about: "drains an executor of the bundler: the utility account refills it, operations go on",
    load: async () => (await import("./smoke/tora/drill-executors.ts")).drillExecutors,
  },
  "drill/stale-price": {
    kind: "drill",
    component: "smoke-tora",
    about: "has the price feeder pause until the price is too old: refused; it goes on, they pass",
    load: async () => (await import("./smoke/tora/drill-stale-price.ts")).drillStalePrice,
  },
  "drill/price-source": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "a proposal, votes and the timelock give the paymaster another source of its price and the former one back",
    load: async () => (await import("./smoke/tora/drill-price-source.ts")).drillPriceSource,
  },
  "drill/crashes": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "kills the bundler with an operation in its pool, then the sequencer's op-geth with one under way: each is carried out once",
    load: async () => (await import("./smoke/tora/drill-crashes.ts")).drillCrashes,
  },
  "drill/slash": {
    kind: "drill",
    component: "smoke-subnets",
    about: "a validator withholds a reveal: its stake, trust in it, and its weight in the other subnet fall",
    load: async () => (await import("./smoke/subnets/drill-slash.ts")).drillSlash,
  },
  "drill/outage": {
    kind: "drill",
    component: "smoke-subnets",
    about: "the sequencer stands through an epoch's reveals, and then makes up for it: nobody is slashed",
    load: async () => (await import("./smoke/subnets/drill-outage.ts")).drillOutage,
  },
  "drill/subnet-upgrade": {
    kind: "drill",
    component: "smoke-subnets",
    about:
      "code that would spoil a subnet's storage is refused; governance upgrades one subnet, breaks one while the other goes on, and mends it",
    load: async () => (await import("./smoke/subnets/drill-upgrade.ts")).drillUpgrade,
  },
  "drill/challenge": {
    kind: "drill",
    component: "smoke",
    about: "the challenger deletes the newest output; the proposer proposes it again, and it is the same",
    load: async () => (await import("./smoke/drill-challenge.ts")).drillChallenge,
  },
  "drill/forced-inclusion": {
    kind: "drill",
    component: "smoke",
    about:
      "with the batcher stopped and the mempool closed, a transaction that is forced through the portal runs",
    load: async () => (await import("./smoke/drill-forced-inclusion.ts")).drillForcedInclusion,
  },
} as const satisfies Record<string, Entry>;
