import type * as pulumi from "@pulumi/pulumi";
import { type Address, type Hex, zeroAddress } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { serviceSpec } from "../runtimes/common/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import { type ComponentContext, pending } from "./context.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import type { Sequencer } from "./sequencer.ts";
import { ServiceComponent } from "./service-component.ts";
import type { Settlement } from "./settlement.ts";
import { transactorFlags } from "./transactor.ts";

const NAME = SERVICES.proposer.name;

/** op-proposer: posts output roots to the L2OutputOracle, whose contract says at which blocks. */
export function proposerServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  l2OutputOracle: Address,
  key: Hex,
): ServiceSpec {
  const l1 = l1Endpoint(spec, place, "--l1-eth-rpc", "OP_PROPOSER_L1_ETH_RPC");
  return serviceSpec(spec, NAME, {
    args: [
      ...l1.args,
      ...transactorFlags(spec, NAME, place),
      `--l2oo-address=${l2OutputOracle}`,
      `--poll-interval=${spec.proposer.pollInterval}s`,
      ...(spec.proposer.allowNonFinalized ? ["--allow-non-finalized"] : []),
      "--active-sequencer-check-duration=5s",
    ],
    secretEnv: { ...l1.secretEnv, OP_PROPOSER_PRIVATE_KEY: key },
    health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
  });
}

/** Posts the output roots to L1. */
export class Proposer extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { sequencer, settlement }: { sequencer: Sequencer; settlement: Settlement },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const place = runtime.placement(NAME);
    const oracle = settlement.addresses.L2OutputOracle;
    const serviceOf = (address: Address) => proposerServiceSpec(spec, place, address, keys.proposer);
    const service = pending(serviceOf, oracle, zeroAddress);
    const dependsOn = [sequencer.node, settlement.deployed];
    super("Proposer", context, service, { dependsOn }, options);
  }
}
