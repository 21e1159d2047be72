import * as pulumi from "@pulumi/pulumi";
import type { StepName } from "../steps/index.ts";
import type { SubnetSmokeInputs } from "../steps/smoke/subnets/inputs.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Miners } from "./miners.ts";
import type { Protocol } from "./protocol.ts";
import { Step } from "../resources/step.ts";
import type { Pending } from "./smoke.ts";
import type { Subnets } from "./subnets.ts";
import type { Validators } from "./validators.ts";

export interface SubnetNeighbours {
  protocol: Protocol;
  subnets: Subnets;
  miners: Miners;
  validators: Validators;
}

const GATES: StepName[] = [
  "smoke/subnet-epochs",
  "smoke/subnet-incentives",
  "smoke/subnet-yuma",
  "smoke/subnet-emissions",
  "smoke/inference",
];

/** In this order, one at a time: each disturbs an epoch. */
const DRILLS: StepName[] = ["drill/slash", "drill/outage", "drill/subnet-upgrade"];

/** The proofs that the AI subnets run: epochs on time, pay by worth, to the wei, and answers for contracts. */
export class SubnetSmoke extends pulumi.ComponentResource {
  constructor(context: ComponentContext, roles: SubnetNeighbours, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:SubnetSmoke", "smoke-subnets", {}, options);
    const { dir } = context.spec;
    const inputs = subnetInputs(context, roles);
    const dependsOn = [roles.miners.service, roles.validators.service];
    const gates = GATES.map((step) => new Step(step, { dir, step, inputs }, { parent: this, dependsOn }));
    if (context.spec.smoke.drills)
      DRILLS.reduce<pulumi.Resource[]>(
        (before, step) => [new Step(step, { dir, step, inputs }, { parent: this, dependsOn: before })],
        gates,
      );
    this.registerOutputs({});
  }
}

function subnetInputs({ spec, keys, runtime }: ComponentContext, { protocol, subnets }: SubnetNeighbours) {
  const programs = [SERVICES.miners.program, SERVICES.validators.program];
  return {
    l2: {
      rpcUrl: l2Endpoint(runtime),
      chainId: spec.l2.chainId,
      blockTime: spec.l2.blockTime,
    },
    protocol: { l2: protocol.addresses.l2 },
    subnets: [...spec.subnets] as never,
    made: subnets.made.result.subnets,
    accounts: subnets.made.result.accounts,
    keys: { user: pulumi.secret(keys.user), subnets: pulumi.secret(keys.subnets) },
    versions: Object.fromEntries(programs.map((program) => [program, runtime.version(program)])),
    validators: { url: runtime.url(SERVICES.validators.name, "metrics") },
    sequencer: runtime.handle(NODES.sequencer.node),
  } satisfies Pending<SubnetSmokeInputs>;
}
