import * as pulumi from "@pulumi/pulumi";
import { genesisSpec } from "../genesis/spec.ts";
import type { GenesisSmokeInputs } from "../steps/smoke/genesis/genesis.ts";
import type { SmokeInputs } from "../steps/smoke/common/inputs.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import type { Batcher } from "./batcher.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { nodeEndpoints } from "./l2-endpoint.ts";
import type { Proposer } from "./proposer.ts";
import type { Replica } from "./replica.ts";
import type { Rollup } from "./rollup.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";
import { declareSteps, type Pending } from "./steps.ts";

export interface SmokeNeighbours {
  l1: L1;
  settlement: Settlement;
  rollup: Rollup;
  sequencer: Sequencer;
  replica: Replica;
  batcher: Batcher;
  proposer: Proposer;
}

/** The smoke steps of every stack. If one fails, `up` fails. */
export class Smoke extends pulumi.ComponentResource {
  constructor(
    context: ComponentContext,
    neighbours: SmokeNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Smoke", "smoke", {}, options);
    const { settlement, sequencer, replica, batcher, proposer } = neighbours;
    const inputs = smokeInputs(context, neighbours);
    declareSteps(context, "smoke", {
      inputs,
      own: { "smoke/genesis": genesisInputs(context, neighbours, inputs) },
      drillKeys: { safeOwners: safeOwners(context) },
      before: {
        "deploy/settlement": settlement.deployed,
        sequencer: sequencer.node,
        replica: replica.node,
        batcher: batcher.service,
        proposer: proposer.service,
      },
      parent: this,
    });
    this.registerOutputs({});
  }
}

const safeOwners = ({ keys }: ComponentContext) =>
  pulumi.secret([keys.safeOwner1, keys.safeOwner2, keys.safeOwner3]);

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
    l1: { ...l1.endpoint, blockTime: spec.l1.blockTime, confirmations: spec.l1.confirmations },
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
