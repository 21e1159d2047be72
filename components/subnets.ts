import * as pulumi from "@pulumi/pulumi";
import type { SubnetsOutputs } from "../steps/deploy/subnets/inputs.ts";
import { SERVICES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Protocol } from "./protocol.ts";
import type { Step } from "../resources/step.ts";
import { declareStep } from "./steps.ts";

/** The AI subnets of the stack: made by governance, their miners and validators with what they need to begin. */
export class Subnets extends pulumi.ComponentResource {
  /** They are there. */
  readonly made: Step<SubnetsOutputs>;

  constructor(
    context: ComponentContext,
    { protocol, tora }: { protocol: Protocol /** The user has TORA on L2. */; tora: pulumi.Resource },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Subnets", "subnets", {}, options);
    const { spec, keys, runtime } = context;
    const inputs = {
      l2: { rpcUrl: l2Endpoint(runtime), chainId: spec.l2.chainId },
      protocol: { l2: protocol.addresses.l2 },
      subnets: [...spec.subnets] as never,
      bundler: { rpcUrl: runtime.url(SERVICES.bundler.name, "rpc") },
      keys: { user: pulumi.secret(keys.user), subnets: pulumi.secret(keys.subnets) },
    };
    this.made = declareStep(context, "deploy/subnets", {
      inputs,
      before: { "deploy/protocol-l2": protocol.deployed.l2, "smoke/tora-deposit": tora },
      parent: this,
    });
    this.registerOutputs({});
  }
}
