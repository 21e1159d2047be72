import * as pulumi from "@pulumi/pulumi";
import type { ToraInputs } from "../steps/smoke/tora/inputs.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import type { Bundler } from "./bundler.ts";
import type { ComponentContext } from "./context.ts";
import type { PriceFeeder } from "./price-feeder.ts";
import type { Protocol } from "./protocol.ts";
import { type SmokeNeighbours, smokeInputs } from "./smoke.ts";
import { declareSteps, type Pending } from "./steps.ts";

export interface ToraNeighbours extends SmokeNeighbours {
  protocol: Protocol;
  bundler: Bundler;
  priceFeeder: PriceFeeder;
}

/** The proofs that users can live on TORA: bring it, pay gas with it, take it back. */
export class ToraSmoke extends pulumi.ComponentResource {
  /** The user has TORA on L2. */
  readonly deposit: pulumi.Resource;

  constructor(context: ComponentContext, roles: ToraNeighbours, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:ToraSmoke", "smoke-tora", {}, options);
    const { protocol, settlement, bundler, priceFeeder, batcher, proposer } = roles;
    const { operator, bundlerExecutor1: executor } = context.keys;
    const stepNamed = declareSteps(context, "smoke-tora", {
      inputs: toraInputs(context, roles),
      own: {},
      drillKeys: { operator: pulumi.secret(operator), executor: pulumi.secret(executor) },
      before: {
        "deploy/settlement": settlement.deployed,
        "deploy/protocol-l1": protocol.deployed.l1,
        "deploy/protocol-l2": protocol.deployed.l2,
        bundler: bundler.service,
        [SERVICES.priceFeeder.role]: priceFeeder.service,
        batcher: batcher.service,
        proposer: proposer.service,
      },
      parent: this,
    });
    this.deposit = stepNamed("smoke/tora-deposit");
    this.registerOutputs({});
  }
}

function toraInputs(context: ComponentContext, roles: ToraNeighbours) {
  const { spec, runtime } = context;
  const { addresses } = roles.protocol;
  const { bundler, priceFeeder } = SERVICES;
  const { bundlerExecutor1, bundlerExecutor2 } = spec.accounts;
  const common = smokeInputs(context, roles);
  const programs = [bundler.program, priceFeeder.program];
  const versions = Object.fromEntries(programs.map((program) => [program, runtime.version(program)]));
  return {
    ...common,
    versions: { ...common.versions, ...versions },
    protocol: addresses,
    underlying: addresses.l1.apply(
      ({ TaxedToken }) => spec.protocol.underlying ?? TaxedToken,
    ) as pulumi.Output<`0x${string}`>,
    bundler: { rpcUrl: runtime.url(bundler.name, "rpc"), executors: [bundlerExecutor1, bundlerExecutor2] },
    priceFeeder: { url: runtime.url(priceFeeder.name, "metrics") },
    handles: { bundler: runtime.handle(bundler.name), sequencer: runtime.handle(NODES.sequencer.geth) },
  } satisfies Pending<ToraInputs>;
}
