import * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import type { ComponentContext, Running } from "./context.ts";
import { STOP } from "./execution.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import { pollOf } from "./rollup-node.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";
import { transactorFlags } from "./transactor.ts";

/** op-batcher counts a channel's life in L1 blocks, the stack file in seconds. */
export const channelBlocks = (spec: DevnetSpec) =>
  Math.max(1, Math.round(spec.batcher.interval / spec.l1.blockTime));

/** op-batcher: compresses L2 blocks into channels and posts their frames as calldata to the batch inbox. */
export function batcherServiceSpec(spec: DevnetSpec, place: Placement, key: Hex): ServiceSpec {
  const { ports, flags, resources } = spec.services.batcher;
  const l1 = l1Endpoint(spec, place, "--l1-eth-rpc", "OP_BATCHER_L1_ETH_RPC");
  return {
    name: "batcher",
    role: "batcher",
    program: PROGRAMS.batcher,
    args: [
      ...l1.args,
      ...transactorFlags(spec, "batcher", place),
      `--l2-eth-rpc=${place.url("sequencer-geth", "http")}`,
      `--poll-interval=${pollOf(spec.l2.blockTime)}`,
      "--data-availability-type=calldata",
      `--max-channel-duration=${channelBlocks(spec)}`,
      `--max-l1-tx-size-bytes=${spec.batcher.maxSize}`,
      `--compression-algo=${spec.batcher.compression}`,
      `--batch-type=${spec.batcher.batchType === "span" ? 1 : 0}`,
      "--sub-safety-margin=4",
      // Throttling needs an API of op-geth that this stack does not open.
      "--throttle.unsafe-da-bytes-lower-threshold=0",
      ...flags,
    ],
    secretEnv: { ...l1.secretEnv, OP_BATCHER_PRIVATE_KEY: key },
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** Brings the L2 blocks to L1. */
export class Batcher extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { sequencer, settlement }: { sequencer: Sequencer; settlement: Settlement },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Batcher", "batcher", {}, options);
    const service = batcherServiceSpec(spec, runtime.placement("batcher"), keys.batcher);
    const dependsOn = [sequencer.node, settlement.deployed];
    this.service = runtime.launch("batcher", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
