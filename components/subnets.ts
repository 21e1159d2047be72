import * as pulumi from "@pulumi/pulumi";
import type { SubnetsOutputs } from "../steps/deploy/subnets/inputs.ts";
import { SERVICES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Protocol } from "./protocol.ts";
import { Step } from "../resources/step.ts";

/** The AI subnets of the stack: made by governance, their miners and validators with what they need to begin. */
export class Subnets extends pulumi.ComponentResource {
  /** They are there. */
  readonly made: Step<SubnetsOutputs>;

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { protocol, tora }: { protocol: Protocol /** The user has TORA on L2. */; tora: pulumi.Resource },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Subnets", "subnets", {}, options);
    const inputs = {
      l2: { rpcUrl: l2Endpoint(runtime), chainId: spec.l2.chainId },
      protocol: { l2: protocol.addresses.l2 },
      subnets: [...spec.subnets] as never,
      bundler: { rpcUrl: runtime.url(SERVICES.bundler.name, "rpc") },
      keys: { user: pulumi.secret(keys.user), subnets: pulumi.secret(keys.subnets) },
    };
    this.made = new Step<SubnetsOutputs>(
      "deploy/subnets",
      { dir: spec.dir, step: "deploy/subnets", inputs },
      { parent: this, dependsOn: [protocol.deployed.l2, tora] },
    );
    this.registerOutputs({});
  }
}
