/** Every step there is, by the name that stack resources and `./tensora smoke` use. Its code is loaded when it runs. */
import { TensoraError } from "../lib/errors.ts";
import type { Step, StepKind } from "./step.ts";

interface Entry {
  kind: StepKind;
  load(): Promise<Step>;
}

const STEPS = {
  "deploy/origin": { kind: "deploy", load: () => import("./deploy/origin.ts").then((m) => m.origin) },
  "deploy/settlement": {
    kind: "deploy",
    load: () => import("./deploy/settlement.ts").then((m) => m.settlement),
  },
  "deploy/protocol-start": {
    kind: "deploy",
    load: () => import("./deploy/protocol/start.ts").then((m) => m.protocolStart),
  },
  "deploy/protocol-l1": {
    kind: "deploy",
    load: () => import("./deploy/protocol/protocol.ts").then((m) => m.protocolL1),
  },
  "deploy/protocol-l2": {
    kind: "deploy",
    load: () => import("./deploy/protocol/protocol.ts").then((m) => m.protocolL2),
  },
  "deploy/subnets": {
    kind: "deploy",
    load: () => import("./deploy/subnets/subnets.ts").then((m) => m.subnets),
  },
  "smoke/settlement": {
    kind: "gate",
    load: () => import("./smoke/settlement.ts").then((m) => m.settlement),
  },
  "smoke/protocol": { kind: "gate", load: () => import("./smoke/protocol.ts").then((m) => m.protocol) },
  "smoke/genesis": { kind: "gate", load: () => import("./smoke/genesis.ts").then((m) => m.genesis) },
  "smoke/l2-advances": {
    kind: "gate",
    load: () => import("./smoke/l2-advances.ts").then((m) => m.l2Advances),
  },
  "smoke/hardforks": { kind: "gate", load: () => import("./smoke/hardforks.ts").then((m) => m.hardforks) },
  "smoke/deposit": { kind: "gate", load: () => import("./smoke/deposit.ts").then((m) => m.deposit) },
  "smoke/forced-transaction": {
    kind: "gate",
    load: () => import("./smoke/forced-transaction.ts").then((m) => m.forcedTransaction),
  },
  "smoke/safe-head": { kind: "gate", load: () => import("./smoke/safe-head.ts").then((m) => m.safeHead) },
  "smoke/batch-inbox": {
    kind: "gate",
    load: () => import("./smoke/batch-inbox.ts").then((m) => m.batchInbox),
  },
  "smoke/inspect-batch": {
    kind: "gate",
    load: () => import("./smoke/inspect-batch.ts").then((m) => m.inspectBatches),
  },
  "smoke/replica": { kind: "gate", load: () => import("./smoke/replica.ts").then((m) => m.replica) },
  "smoke/output": { kind: "gate", load: () => import("./smoke/output.ts").then((m) => m.output) },
  "smoke/tora-deposit": {
    kind: "gate",
    load: () => import("./smoke/tora/deposit.ts").then((m) => m.toraDeposit),
  },
  "smoke/user-operation": {
    kind: "gate",
    load: () => import("./smoke/tora/user-operation.ts").then((m) => m.userOperation),
  },
  "smoke/bundles": { kind: "gate", load: () => import("./smoke/tora/bundles.ts").then((m) => m.bundles) },
  "smoke/refusals": { kind: "gate", load: () => import("./smoke/tora/refusals.ts").then((m) => m.refusals) },
  "smoke/tora-withdrawal": {
    kind: "gate",
    load: () => import("./smoke/tora/withdrawal.ts").then((m) => m.toraWithdrawal),
  },
  "smoke/subnet-epochs": {
    kind: "gate",
    load: () => import("./smoke/subnets/on-time.ts").then((m) => m.subnetEpochs),
  },
  "smoke/subnet-incentives": {
    kind: "gate",
    load: () => import("./smoke/subnets/incentives.ts").then((m) => m.subnetIncentives),
  },
  "smoke/subnet-yuma": {
    kind: "gate",
    load: () => import("./smoke/subnets/yuma.ts").then((m) => m.subnetYuma),
  },
  "smoke/subnet-emissions": {
    kind: "gate",
    load: () => import("./smoke/subnets/emissions.ts").then((m) => m.subnetEmissions),
  },
  "smoke/inference": {
    kind: "gate",
    load: () => import("./smoke/subnets/inference.ts").then((m) => m.inference),
  },
  "smoke/withdrawal": { kind: "gate", load: () => import("./smoke/withdrawal.ts").then((m) => m.withdrawal) },
  "drill/pause": { kind: "drill", load: () => import("./smoke/drill-pause.ts").then((m) => m.drillPause) },
  "drill/deposit": {
    kind: "drill",
    load: () => import("./smoke/tora/drill-deposit.ts").then((m) => m.drillDeposit),
  },
  "drill/executors": {
    kind: "drill",
    load: () => import("./smoke/tora/drill-executors.ts").then((m) => m.drillExecutors),
  },
  "drill/stale-price": {
    kind: "drill",
    load: () => import("./smoke/tora/drill-stale-price.ts").then((m) => m.drillStalePrice),
  },
  "drill/price-source": {
    kind: "drill",
    load: () => import("./smoke/tora/drill-price-source.ts").then((m) => m.drillPriceSource),
  },
  "drill/crashes": {
    kind: "drill",
    load: () => import("./smoke/tora/drill-crashes.ts").then((m) => m.drillCrashes),
  },
  "drill/slash": {
    kind: "drill",
    load: () => import("./smoke/subnets/drill-slash.ts").then((m) => m.drillSlash),
  },
  "drill/outage": {
    kind: "drill",
    load: () => import("./smoke/subnets/drill-outage.ts").then((m) => m.drillOutage),
  },
  "drill/subnet-upgrade": {
    kind: "drill",
    load: () => import("./smoke/subnets/drill-upgrade.ts").then((m) => m.drillUpgrade),
  },
  "drill/challenge": {
    kind: "drill",
    load: () => import("./smoke/drill-challenge.ts").then((m) => m.drillChallenge),
  },
  "drill/forced-inclusion": {
    kind: "drill",
    load: () => import("./smoke/drill-forced-inclusion.ts").then((m) => m.drillForcedInclusion),
  },
} as const satisfies Record<string, Entry>;

export type StepName = keyof typeof STEPS;
/** The step of a name with its own inputs and outputs. */
export type StepOf<N extends StepName> = Awaited<ReturnType<(typeof STEPS)[N]["load"]>>;
export type StepInputsOf<N extends StepName> = Parameters<StepOf<N>["run"]>[0];
export type StepOutputsOf<N extends StepName> = Awaited<ReturnType<StepOf<N>["run"]>>;

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export const isStepName = (name: string): name is StepName => Object.hasOwn(STEPS, name);

/** Known without loading the step. */
export const kindOf = (name: StepName): StepKind => STEPS[name].kind;

/** The steps that prove something, in the order in which they are shown; `deploy` steps are not among them. */
export const SMOKE_STEPS = STEP_NAMES.map((name) => ({ name, kind: kindOf(name) })).filter(
  ({ kind }) => kind !== "deploy",
);

export const loadStep = <N extends StepName>(name: N): Promise<StepOf<N>> =>
  STEPS[name].load() as Promise<StepOf<N>>;

/** @throws TensoraError that lists the steps there are */
export function stepName(name: string): StepName {
  if (isStepName(name)) return name;
  throw new TensoraError(`there is no step ${name}`, { next: [`name one of ${STEP_NAMES.join(", ")}`] });
}
