import * as pulumi from "@pulumi/pulumi";
import type { ProtocolOutputs } from "../steps/deploy/protocol/protocol.ts";
import type { ProtocolStart } from "../steps/deploy/protocol/start.ts";
import type { Addresses } from "../spec/contracts.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import { protocolRules } from "./protocol-rules.ts";
import { Step } from "../resources/step.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";

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
    { spec, keys, runtime }: ComponentContext,
    { l1, settlement, sequencer }: { l1: L1; settlement: Settlement; sequencer: Sequencer },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Protocol", "protocol", {}, options);
    const { dir, accounts } = spec;
    const inputs = {
      l1: l1.end,
      l2: { rpcUrl: l2Endpoint(runtime), chainId: spec.l2.chainId },
      multicall3: settlement.addresses.Multicall3,
      rules: settlement.addresses.apply(({ L1CrossDomainMessenger }) =>
        protocolRules(spec, L1CrossDomainMessenger),
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
    const { result: start } = new Step<ProtocolStart>(
      "deploy/protocol-start",
      { dir, step: "deploy/protocol-start", inputs },
      { parent: this, dependsOn: [l1.ready, sequencer.node] },
    );
    this.addresses = start.addresses;
    const secrets = { keys: { deployer: pulumi.secret(keys.protocolDeployer) } };
    const side = (name: "deploy/protocol-l1" | "deploy/protocol-l2") =>
      new Step<ProtocolOutputs>(
        name,
        { dir, step: name, inputs: { ...inputs, start, ...secrets } },
        { parent: this },
      );
    this.deployed = { l1: side("deploy/protocol-l1"), l2: side("deploy/protocol-l2") };
    new Step(
      "smoke/protocol",
      { dir, step: "smoke/protocol", inputs: { ...inputs, start } },
      { parent: this, dependsOn: [this.deployed.l1, this.deployed.l2] },
    );
    this.registerOutputs({ addresses: this.addresses });
  }
}
