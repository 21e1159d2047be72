import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import type { ComponentContext, Running } from "./context.ts";
import { l2Execution } from "./execution.ts";
import type { L1 } from "./l1.ts";
import { launchPair } from "./node-pair.ts";
import type { Rollup } from "./rollup.ts";
import { rollupNode } from "./rollup-node.ts";

/** A node that has no peers: all it knows of L2 it derives from L1. Transactions go on to the sequencer. */
export function replicaServiceSpecs(
  spec: DevnetSpec,
  place: { geth: Placement; node: Placement },
): { geth: ServiceSpec; node: ServiceSpec } {
  return {
    geth: l2Execution(spec, "replica-geth", place.geth, place.geth.url("sequencer-geth", "http")),
    node: rollupNode(spec, "replica-node", place.node, []),
  };
}

/** Follows L2 from what is on L1 alone, and so proves that all of it is there. */
export class Replica extends pulumi.ComponentResource {
  /** Its op-node, ready when it answers. */
  readonly node: Launched;
  readonly running: Running[];

  constructor(
    context: ComponentContext,
    neighbours: { l1: L1; rollup: Rollup },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Replica", "replica", {}, options);
    const place = {
      geth: context.runtime.placement("replica-geth"),
      node: context.runtime.placement("replica-node"),
    };
    const specs = replicaServiceSpecs(context.spec, place);
    const { node, running } = launchPair("replica", specs, context, { ...neighbours, parent: this });
    this.node = node;
    this.running = running;
    this.registerOutputs({});
  }
}
