import * as pulumi from "@pulumi/pulumi";
import type { SettlementAddresses } from "../spec/contracts.ts";
import type { OriginOutputs } from "../steps/deploy/origin.ts";
import type { SettlementOutputs } from "../steps/deploy/settlement.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { Step } from "../resources/step.ts";

/**
 * The rollup's contracts on L1. Their addresses are known as soon as the L1 block is fixed that the rollup starts from,
 * so L2 starts while they are mined; what sends transactions to them waits for `deployed`.
 */
export class Settlement extends pulumi.ComponentResource {
  /** The L1 block that the rollup starts from. */
  readonly origin: pulumi.Output<OriginOutputs["origin"]>;
  /** Where the contracts are, or will be. */
  readonly addresses: pulumi.Output<SettlementAddresses>;
  /** There and verified. */
  readonly deployed: pulumi.Resource;

  constructor({ spec, keys }: ComponentContext, l1: L1, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:Settlement", "settlement", {}, options);
    const { accounts, dir, l2, settlement: rules } = spec;
    const { deployer, batcher, proposer, sequencer } = accounts;
    const { blockTime, gasLimit, baseFeeScalar, blobBaseFeeScalar } = l2;
    const { safeOwners, safeThreshold } = rules;
    const start = new Step<OriginOutputs>(
      "deploy/origin",
      {
        dir,
        step: "deploy/origin",
        inputs: {
          l1: l1.end,
          deployer,
          rules: { safeOwners: [...safeOwners], safeThreshold },
          depth: spec.l1.kind === "dev" ? 0 : spec.l1.confirmations,
        },
      },
      { parent: this, dependsOn: l1.ready },
    );
    this.origin = start.result.origin;
    this.addresses = start.result.settlement;
    const inputs = {
      l1: l1.end,
      start: start.result,
      l2: { blockTime, gasLimit, baseFeeScalar, blobBaseFeeScalar },
      rules: { ...rules, safeOwners: [...safeOwners] },
      accounts: { deployer, batcher, proposer, sequencer },
    };
    this.deployed = new Step<SettlementOutputs>(
      "deploy/settlement",
      {
        dir,
        step: "deploy/settlement",
        inputs: { ...inputs, keys: { deployer: pulumi.secret(keys.deployer) } },
      },
      { parent: this },
    );
    new Step(
      "smoke/settlement",
      { dir, step: "smoke/settlement", inputs },
      { parent: this, dependsOn: this.deployed },
    );
    this.registerOutputs({ addresses: this.addresses });
  }
}
