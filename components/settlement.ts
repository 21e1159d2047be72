import * as pulumi from "@pulumi/pulumi";
import type { SettlementAddresses } from "../spec/contracts.ts";
import type { OriginOutputs } from "../steps/deploy/settlement/origin.ts";
import type { ComponentContext } from "./context.ts";
import type { L1 } from "./l1.ts";
import { declareStep } from "./steps.ts";

/**
 * The rollup's contracts on L1. Their addresses are known once the L1 block where the rollup starts is chosen, so L2 starts
 * while they are deployed. Components that send transactions to them wait for `deployed`.
 */
export class Settlement extends pulumi.ComponentResource {
  /** The L1 block that the rollup starts from. */
  readonly origin: pulumi.Output<OriginOutputs["origin"]>;
  /** Where the contracts are, or will be. */
  readonly addresses: pulumi.Output<SettlementAddresses>;
  /** There and verified. */
  readonly deployed: pulumi.Resource;

  constructor(context: ComponentContext, l1: L1, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:Settlement", "settlement", {}, options);
    const { spec, keys } = context;
    const { accounts, l2, settlement: parameters } = spec;
    const { deployer, batcher, proposer, sequencer } = accounts;
    const { blockTime, gasLimit, baseFeeScalar, blobBaseFeeScalar } = l2;
    const { safeOwners, safeThreshold } = parameters;
    const start = declareStep(context, "deploy/origin", {
      inputs: {
        l1: l1.endpoint,
        deployer,
        rules: { safeOwners, safeThreshold },
        depth: spec.l1.kind === "dev" ? 0 : spec.l1.confirmations,
      },
      before: { l1: l1.ready },
      parent: this,
    });
    this.origin = start.result.origin;
    this.addresses = start.result.settlement;
    const inputs = {
      l1: l1.endpoint,
      start: start.result,
      l2: { blockTime, gasLimit, baseFeeScalar, blobBaseFeeScalar },
      rules: parameters,
      accounts: { deployer, batcher, proposer, sequencer },
    };
    this.deployed = declareStep(context, "deploy/settlement", {
      inputs: { ...inputs, keys: { deployer: pulumi.secret(keys.deployer) } },
      before: { "deploy/origin": start },
      parent: this,
    });
    const before = { "deploy/settlement": this.deployed };
    declareStep(context, "smoke/settlement", { inputs, before, parent: this });
    this.registerOutputs({ addresses: this.addresses });
  }
}
