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
    about: "chooses the L1 block where the rollup starts, and computes the addresses of its contracts",
    load: async () => (await import("./deploy/settlement/origin.ts")).origin,
  },
  "deploy/settlement": {
    kind: "deploy",
    component: "settlement",
    inputs: "own",
    after: ["deploy/origin"],
    about: "deploys the settlement contracts to L1 and verifies each one",
    load: async () => (await import("./deploy/settlement/settlement.ts")).settlement,
  },
  "deploy/protocol-start": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["l1", "sequencer"],
    about: "computes the addresses of the protocol's contracts on both chains",
    load: async () => (await import("./deploy/protocol/start.ts")).protocolStart,
  },
  "deploy/protocol-l1": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-start"],
    about: "deploys the protocol's contracts to L1 and verifies each one",
    load: async () => (await import("./deploy/protocol/protocol.ts")).protocolL1,
  },
  "deploy/protocol-l2": {
    kind: "deploy",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-start"],
    about: "deploys the protocol's contracts to L2 and verifies each one",
    load: async () => (await import("./deploy/protocol/protocol.ts")).protocolL2,
  },
  "deploy/subnets": {
    kind: "deploy",
    component: "subnets",
    inputs: "own",
    after: ["deploy/protocol-l2", "smoke/tora-deposit"],
    about: "creates, changes and retires subnets through governance, as the stack file says",
    load: async () => (await import("./deploy/subnets/subnets.ts")).subnets,
  },
  "smoke/settlement": {
    kind: "gate",
    component: "settlement",
    inputs: "own",
    after: ["deploy/settlement"],
    about: "the settlement contracts match the specification: code, values, owners, locked initialisers",
    load: async () => (await import("./smoke/rollup/settlement.ts")).settlement,
  },
  "smoke/protocol": {
    kind: "gate",
    component: "protocol",
    inputs: "own",
    after: ["deploy/protocol-l1", "deploy/protocol-l2"],
    about:
      "the protocol's contracts on both chains match the stack file: code, values, roles, owners; the deployer has no permissions",
    load: async () => (await import("./smoke/tora/protocol.ts")).protocol,
  },
  "smoke/genesis": {
    kind: "gate",
    component: "smoke",
    inputs: "own",
    after: ["sequencer"],
    about: "block 0 of the running L2 matches the specification",
    load: async () => (await import("./smoke/genesis/genesis.ts")).genesis,
  },
  "smoke/l2-advances": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer"],
    about: "L2 produces blocks at the configured rate, from the configured genesis",
    load: async () => (await import("./smoke/rollup/l2-advances.ts")).l2Advances,
  },
  "smoke/hardforks": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer"],
    about: "each fork activates at its block, and its upgrade transactions succeed",
    load: async () => (await import("./smoke/rollup/hardforks.ts")).hardforks,
  },
  "smoke/deposit": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "deploy/settlement"],
    about:
      "a BNB deposit through the standard bridge arrives on L2 when its L1 block has enough confirmations, and not before",
    load: async () => (await import("./smoke/rollup/deposit.ts")).deposit,
  },
  "smoke/forced-transaction": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "deploy/settlement"],
    about: "a call that a user sends to the portal on L1 is executed on L2",
    load: async () => (await import("./smoke/rollup/forced-transaction.ts")).forcedTransaction,
  },
  "smoke/safe-head": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about:
      "the block of an L2 transaction becomes safe: the batcher posts it, and sequencer and replica derive it from L1",
    load: async () => (await import("./smoke/rollup/safe-head.ts")).safeHead,
  },
  "smoke/batch-inbox": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about: "the inbox contract logs the hash and size of every batch",
    load: async () => (await import("./smoke/rollup/batch-inbox.ts")).batchInbox,
  },
  "smoke/inspect-batch": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher"],
    about: "the batches on L1, decoded, match the blocks of L2 and the output of op-node's batch_decoder",
    load: async () => (await import("./smoke/rollup/inspect-batch.ts")).inspectBatches,
  },
  "smoke/replica": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica"],
    about:
      "a replica that derives its blocks only from L1 has the same state root as the sequencer at its safe head",
    load: async () => (await import("./smoke/rollup/replica.ts")).replica,
  },
  "smoke/output": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica", "proposer"],
    about: "the proposer's output root on L1 equals the one that the replica derives from L1",
    load: async () => (await import("./smoke/rollup/output.ts")).output,
  },
  "smoke/tora-deposit": {
    kind: "gate",
    component: "smoke-tora",
    after: ["deploy/settlement", "deploy/protocol-l1", "deploy/protocol-l2"],
    about:
      "the token is wrapped to WTORA on L1, and a WTORA deposit arrives as TORA on L2 when its L1 block has enough confirmations",
    load: async () => (await import("./smoke/tora/deposit.ts")).toraDeposit,
  },
  "smoke/user-operation": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "bundler", SERVICES.priceFeeder.role],
    about:
      "a smart account with TORA and no BNB deploys itself and pays the fee in TORA by the paymaster's rule",
    load: async () => (await import("./smoke/tora/user-operation.ts")).userOperation,
  },
  "smoke/bundles": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/user-operation", "smoke/refusals"],
    about:
      "the bundler puts operations of many accounts into few bundles, and the executors get back the gas they pay",
    load: async () => (await import("./smoke/tora/bundles.ts")).bundles,
  },
  "smoke/refusals": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "bundler", SERVICES.priceFeeder.role],
    about: "the bundler refuses invalid operations with a reason, and still accepts valid ones",
    load: async () => (await import("./smoke/tora/refusals.ts")).refusals,
  },
  "smoke/tora-withdrawal": {
    kind: "gate",
    component: "smoke-tora",
    after: ["smoke/tora-deposit", "batcher", "proposer"],
    about:
      "TORA is withdrawn to L1 as WTORA and unwrapped to the token; the escrow balances after each stage",
    load: async () => (await import("./smoke/tora/withdrawal.ts")).toraWithdrawal,
  },
  "smoke/subnet-epochs": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "two full epochs end on time, and all participating validators commit and reveal",
    load: async () => (await import("./smoke/subnets/on-time.ts")).subnetEpochs,
  },
  "smoke/subnet-incentives": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about:
      "honest miners earn more than lazy or noisy ones, dead ones earn nothing, and a colluding validator earns less than an honest one with the same stake",
    load: async () => (await import("./smoke/subnets/incentives.ts")).subnetIncentives,
  },
  "smoke/subnet-yuma": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "the chain's Yuma results equal those of the TypeScript Yuma for the same scores, bit for bit",
    load: async () => (await import("./smoke/subnets/yuma.ts")).subnetYuma,
  },
  "smoke/subnet-emissions": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about: "the shares of an epoch's emission add up to the wei, and all are claimed",
    load: async () => (await import("./smoke/subnets/emissions.ts")).subnetEmissions,
  },
  "smoke/inference": {
    kind: "gate",
    component: "smoke-subnets",
    after: ["miner", "validator"],
    about:
      "a contract requests inference, receives an answer with a signature that the desk has verified, and the miner is paid",
    load: async () => (await import("./smoke/subnets/inference.ts")).inference,
  },
  "smoke/withdrawal": {
    kind: "gate",
    component: "smoke",
    after: ["sequencer", "batcher", "replica", "proposer"],
    about:
      "BNB is withdrawn from L2 to L1: initiated, proved against an output, finalised after the finalisation period",
    load: async () => (await import("./smoke/rollup/withdrawal.ts")).withdrawal,
  },
  "drill/pause": {
    kind: "drill",
    component: "smoke",
    about:
      "the guardian pauses the portal: it refuses to prove or finalise a withdrawal; after the pause, it accepts both",
    load: async () => (await import("./smoke/rollup/drill-pause.ts")).drillPause,
  },
  "drill/deposit": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "drains the paymaster's deposit: operations are refused, BNB transactions still work; the keeper refills it, and operations work again",
    load: async () => (await import("./smoke/tora/drill-deposit.ts")).drillDeposit,
  },
  "drill/executors": {
    kind: "drill",
    component: "smoke-tora",
    about: "drains an executor of the bundler: the utility account refills it, and operations still work",
    load: async () => (await import("./smoke/tora/drill-executors.ts")).drillExecutors,
  },
  "drill/stale-price": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "pauses the price feeder until the price expires: operations are refused; the feeder resumes, and operations work again",
    load: async () => (await import("./smoke/tora/drill-stale-price.ts")).drillStalePrice,
  },
  "drill/price-source": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "governance replaces the paymaster's price source by proposal, vote and timelock, and then restores the old one",
    load: async () => (await import("./smoke/tora/drill-price-source.ts")).drillPriceSource,
  },
  "drill/crashes": {
    kind: "drill",
    component: "smoke-tora",
    about:
      "kills the bundler with an operation in its pool, then the sequencer's op-geth with an operation in progress: each is executed once",
    load: async () => (await import("./smoke/tora/drill-crashes.ts")).drillCrashes,
  },
  "drill/slash": {
    kind: "drill",
    component: "smoke-subnets",
    about: "a validator withholds a reveal: its stake, its trust and its weight in another subnet fall",
    load: async () => (await import("./smoke/subnets/drill-slash.ts")).drillSlash,
  },
  "drill/outage": {
    kind: "drill",
    component: "smoke-subnets",
    about: "the sequencer is down during an epoch's reveals and then catches up: no validator is slashed",
    load: async () => (await import("./smoke/subnets/drill-outage.ts")).drillOutage,
  },
  "drill/subnet-upgrade": {
    kind: "drill",
    component: "smoke-subnets",
    about:
      "code that would corrupt a subnet's storage is refused; governance upgrades one subnet, breaks another without affecting the first, and repairs it",
    load: async () => (await import("./smoke/subnets/drill-upgrade.ts")).drillUpgrade,
  },
  "drill/challenge": {
    kind: "drill",
    component: "smoke",
    about: "the challenger deletes the newest output; the proposer proposes it again with the same root",
    load: async () => (await import("./smoke/rollup/drill-challenge.ts")).drillChallenge,
  },
  "drill/forced-inclusion": {
    kind: "drill",
    component: "smoke",
    about:
      "with the batcher stopped and the mempool closed, a transaction forced through the portal is executed",
    load: async () => (await import("./smoke/rollup/drill-forced-inclusion.ts")).drillForcedInclusion,
  },
} as const satisfies Record<string, Entry>;
