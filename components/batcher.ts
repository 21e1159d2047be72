import type * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { serviceSpec } from "../runtimes/common/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import { pollOf } from "./rollup-node.ts";
import type { Sequencer } from "./sequencer.ts";
import { ServiceComponent } from "./service-component.ts";
import type { Settlement } from "./settlement.ts";
import { transactorFlags } from "./transactor.ts";

const NAME = SERVICES.batcher.name;

/** op-batcher counts a channel's life in L1 blocks, the stack file in seconds. */
export const channelBlocks = (spec: DevnetSpec) =>
  Math.max(1, Math.round(spec.batcher.interval / spec.l1.blockTime));

/** op-batcher: compresses L2 blocks into channels and posts their frames as calldata to the batch inbox. */
export function batcherServiceSpec(spec: DevnetSpec, place: Placement, key: Hex): ServiceSpec {
  const l1 = l1Endpoint(spec, place, "--l1-eth-rpc", "OP_BATCHER_L1_ETH_RPC");
  return serviceSpec(spec, NAME, {
    args: [
      ...l1.args,
      ...transactorFlags(spec, NAME, place),
      `--l2-eth-rpc=${l2Endpoint(place)}`,
      `--poll-interval=${pollOf(spec.l2.blockTime)}`,
      "--data-availability-type=calldata",
      `--max-channel-duration=${channelBlocks(spec)}`,
      `--max-l1-tx-size-bytes=${spec.batcher.maxSize}`,
      `--compression-algo=${spec.batcher.compression}`,
      `--batch-type=${spec.batcher.batchType === "span" ? 1 : 0}`,
      "--sub-safety-margin=4",
      // Throttling needs an API of op-geth that this stack does not open.
      "--throttle.unsafe-da-bytes-lower-threshold=0",
    ],
    secretEnv: { ...l1.secretEnv, OP_BATCHER_PRIVATE_KEY: key },
    health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
  });
}

/** Posts the L2 blocks to L1. */
export class Batcher extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { sequencer, settlement }: { sequencer: Sequencer; settlement: Settlement },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const service = batcherServiceSpec(spec, runtime.placement(NAME), keys.batcher);
    const dependsOn = [sequencer.node, settlement.deployed];
    super("Batcher", context, service, { dependsOn }, options);
  }
}
