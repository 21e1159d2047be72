import * as pulumi from "@pulumi/pulumi";
import type { StepName } from "../steps/index.ts";
import type { ToraInputs } from "../steps/smoke/tora/inputs.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import type { Bundler } from "./bundler.ts";
import type { ComponentContext } from "./context.ts";
import type { PriceFeeder } from "./price-feeder.ts";
import type { Protocol } from "./protocol.ts";
import { Step } from "../resources/step.ts";
import { type Pending, type SmokeNeighbours, smokeInputs } from "./smoke.ts";

export interface ToraNeighbours extends SmokeNeighbours {
  protocol: Protocol;
  bundler: Bundler;
  priceFeeder: PriceFeeder;
}

/** In this order, one at a time: each disturbs the paymaster. */
const DRILLS: StepName[] = [
  "drill/deposit",
  "drill/executors",
  "drill/stale-price",
  "drill/price-source",
  "drill/crashes",
];

/** The proofs that users can live on TORA: bring it, pay gas with it, take it back. */
export class ToraSmoke extends pulumi.ComponentResource {
  /** The user has TORA on L2. */
  readonly deposit: pulumi.Resource;

  constructor(context: ComponentContext, roles: ToraNeighbours, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:ToraSmoke", "smoke-tora", {}, options);
    const { protocol, settlement, bundler, priceFeeder, batcher, proposer } = roles;
    const { dir } = context.spec;
    const inputs = toraInputs(context, roles);
    const gate = (step: StepName, dependsOn: pulumi.Resource[]) =>
      new Step(step, { dir, step, inputs }, { parent: this, dependsOn });
    const there = [settlement.deployed, protocol.deployed.l1, protocol.deployed.l2];
    const deposit = gate("smoke/tora-deposit", there);
    this.deposit = deposit;
    const users = [deposit, bundler.service, priceFeeder.service];
    const single = [gate("smoke/user-operation", users), gate("smoke/refusals", users)];
    const bundles = gate("smoke/bundles", single);
    const back = gate("smoke/tora-withdrawal", [deposit, batcher.service, proposer.service]);
    if (context.spec.smoke.drills) {
      const { operator, bundlerExecutor1: executor } = context.keys;
      const acting = { operator: pulumi.secret(operator), executor: pulumi.secret(executor) };
      const keys = { ...inputs.keys, ...acting };
      DRILLS.reduce<pulumi.Resource[]>(
        (dependsOn, step) => {
          const drill = { dir, step, inputs: { ...inputs, keys } };
          return [new Step(step, drill, { parent: this, dependsOn })];
        },
        [bundles, back],
      );
    }
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
