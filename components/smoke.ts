import * as pulumi from "@pulumi/pulumi";
import { genesisSpec } from "../genesis/spec.ts";
import type { StepName } from "../steps/index.ts";
import type { GenesisSmokeInputs } from "../steps/smoke/genesis.ts";
import type { SmokeInputs } from "../steps/smoke/inputs.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import type { Batcher } from "./batcher.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { nodeEndpoints } from "./l2-endpoint.ts";
import type { Proposer } from "./proposer.ts";
import type { Replica } from "./replica.ts";
import { Step } from "../resources/step.ts";
import type { Rollup } from "./rollup.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";

export interface SmokeNeighbours {
  l1: L1;
  settlement: Settlement;
  rollup: Rollup;
  sequencer: Sequencer;
  replica: Replica;
  batcher: Batcher;
  proposer: Proposer;
}

/** What a gate needs to run; it begins as soon as that is there, beside the others. */
type Needs = (n: SmokeNeighbours) => pulumi.Resource[];
const blocks: Needs = ({ sequencer }) => [sequencer.node];
const bridge: Needs = (n) => [...blocks(n), n.settlement.deployed];
const batches: Needs = (n) => [...blocks(n), n.batcher.service];
const copies: Needs = (n) => [...batches(n), n.replica.node];
const everything: Needs = (n) => [...copies(n), n.proposer.service];

/** Every gate of `up`. */
const GATES = {
  "smoke/l2-advances": blocks,
  "smoke/hardforks": blocks,
  "smoke/deposit": bridge,
  "smoke/forced-transaction": bridge,
  "smoke/safe-head": batches,
  "smoke/batch-inbox": batches,
  "smoke/inspect-batch": batches,
  "smoke/replica": copies,
  "smoke/output": everything,
  "smoke/withdrawal": everything,
} satisfies Partial<Record<StepName, Needs>>;

/** In this order, one at a time: each disturbs the chains. */
const DRILLS: StepName[] = ["drill/pause", "drill/challenge", "drill/forced-inclusion"];

/** The proofs that the stack works. `up` fails when one of them does. */
export class Smoke extends pulumi.ComponentResource {
  constructor(
    context: ComponentContext,
    neighbours: SmokeNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Smoke", "smoke", {}, options);
    const { dir, smoke } = context.spec;
    const inputs = smokeInputs(context, neighbours);
    const gates = Object.entries(GATES).map(
      ([step, needs]) =>
        new Step(step, { dir, step, inputs }, { parent: this, dependsOn: needs(neighbours) }),
    );
    gates.push(
      new Step(
        "smoke/genesis",
        { dir, step: "smoke/genesis", inputs: genesisInputs(context, neighbours, inputs) },
        { parent: this, dependsOn: blocks(neighbours) },
      ),
    );
    if (smoke.drills) {
      const drillInputs = { ...inputs, keys: { ...inputs.keys, safeOwners: safeOwners(context) } };
      DRILLS.reduce<pulumi.Resource[]>((dependsOn, step) => {
        return [new Step(step, { dir, step, inputs: drillInputs }, { parent: this, dependsOn })];
      }, gates);
    }
    this.registerOutputs({});
  }
}

const safeOwners = ({ keys }: ComponentContext) =>
  pulumi.secret([keys.safeOwner1, keys.safeOwner2, keys.safeOwner3]);

/** {@link SmokeInputs} with what is not known yet. */
export type Pending<T> = { [K in keyof T]: pulumi.Input<T[K]> | Pending<T[K]> };

/** What block 0 must be, by all that it was made from. */
const genesisInputs = (
  { spec }: ComponentContext,
  { settlement, rollup }: SmokeNeighbours,
  { l2, versions }: ReturnType<typeof smokeInputs>,
) =>
  ({
    l2: { rpcUrl: l2.rpcUrl, rollupRpcUrl: l2.rollupRpcUrl },
    spec: genesisSpec(spec),
    settlement: settlement.addresses,
    origin: settlement.origin,
    genesis: {
      hash: rollup.genesis.hash as pulumi.Output<`0x${string}`>,
      stateRoot: rollup.genesis.stateRoot as pulumi.Output<`0x${string}`>,
    },
    versions,
  }) satisfies Pending<GenesisSmokeInputs>;

/** The chains as every smoke step is told of them. */
export function smokeInputs(
  { spec, keys, runtime }: ComponentContext,
  { l1, settlement, rollup }: SmokeNeighbours,
) {
  const { blockTime, chainId, forks, sequencerWindow } = spec.l2;
  const { finalizationPeriod, submissionInterval, safeThreshold } = spec.settlement;
  const { sequencerGeth, sequencerNode, batcher, proposer } = SERVICES;
  const programs = [sequencerGeth, sequencerNode, batcher, proposer].map(({ program }) => program);
  return {
    local: spec.local,
    l1: { ...l1.end, blockTime: spec.l1.blockTime, confirmations: spec.l1.confirmations },
    l2: { ...nodeEndpoints(runtime, NODES.sequencer), chainId, blockTime },
    replica: nodeEndpoints(runtime, NODES.replica),
    batcher: {
      address: spec.accounts.batcher,
      interval: spec.batcher.interval,
      handle: runtime.handle(batcher.name),
    },
    settlement: settlement.addresses,
    rules: { finalizationPeriod, submissionInterval, safeThreshold },
    genesis: {
      hash: rollup.genesis.hash as pulumi.Output<`0x${string}`>,
      timestamp: rollup.genesis.timestamp,
      sequencerWindow,
      l1Origin: settlement.origin.number,
    },
    forks,
    versions: Object.fromEntries(programs.map((program) => [program, runtime.version(program)])),
    keys: { user: pulumi.secret(keys.user) },
  } satisfies Pending<SmokeInputs>;
}
