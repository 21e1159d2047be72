import * as pulumi from "@pulumi/pulumi";
import type { Addresses } from "../spec/contracts.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import { protocolParameters } from "./protocol-parameters.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";
import { declareStep } from "./steps.ts";

/** Addresses of the protocol's contracts on both chains. */
export interface Sides {
  l1: Addresses;
  l2: Addresses;
}

/**
 * Tensora's own contracts on both chains: WTORA and its governance on L1; TORA, governance, the paymaster and the
 * subnets on L2. Where they will be is decided first, so that both sides are deployed at the same time.
 */
export class Protocol extends pulumi.ComponentResource {
  readonly addresses: pulumi.Output<Sides>;
  /** There and verified, on L1 and on L2. */
  readonly deployed: { l1: pulumi.Resource; l2: pulumi.Resource };

  constructor(
    context: ComponentContext,
    { l1, settlement, sequencer }: { l1: L1; settlement: Settlement; sequencer: Sequencer },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Protocol", "protocol", {}, options);
    const { spec, keys, runtime } = context;
    const { accounts } = spec;
    const inputs = {
      l1: l1.endpoint,
      l2: { rpcUrl: l2Endpoint(runtime), chainId: spec.l2.chainId },
      multicall3: settlement.addresses.Multicall3,
      rules: settlement.addresses.apply(({ L1CrossDomainMessenger }) =>
        protocolParameters(spec, L1CrossDomainMessenger),
      ),
      accounts: {
        deployer: accounts.protocolDeployer,
        safe: settlement.addresses.Safe,
        guardian: accounts.guardian,
        operator: accounts.operator,
        treasury: accounts.treasury,
        holder: accounts.user,
      },
    };
    const started = declareStep(context, "deploy/protocol-start", {
      inputs,
      before: { l1: l1.ready, sequencer: sequencer.node },
      parent: this,
    });
    const start = started.result;
    this.addresses = start.addresses;
    const secrets = { keys: { deployer: pulumi.secret(keys.protocolDeployer) } };
    const side = (name: "deploy/protocol-l1" | "deploy/protocol-l2") =>
      declareStep(context, name, {
        inputs: { ...inputs, start, ...secrets },
        before: { "deploy/protocol-start": started },
        parent: this,
      });
    this.deployed = { l1: side("deploy/protocol-l1"), l2: side("deploy/protocol-l2") };
    declareStep(context, "smoke/protocol", {
      inputs: { ...inputs, start },
      before: { "deploy/protocol-l1": this.deployed.l1, "deploy/protocol-l2": this.deployed.l2 },
      parent: this,
    });
    this.registerOutputs({ addresses: this.addresses });
  }
}
