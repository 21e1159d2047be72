import type * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { NODES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l2Execution } from "./execution.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import { NodePair, type Pair, type PairNeighbours } from "./node-pair.ts";
import { rollupNode } from "./rollup-node.ts";

/** A node that has no peers: all it knows of L2 it derives from L1. Transactions go on to the sequencer. */
export const replicaServiceSpecs = (spec: DevnetSpec, place: Pair<Placement>): Pair<ServiceSpec> => ({
  geth: l2Execution(spec, NODES.replica, place.geth, l2Endpoint(place.geth)),
  node: rollupNode(spec, NODES.replica, place.node, []),
});

/** A second L2 node. It derives all its blocks from L1, which proves that L1 has all data. */
export class Replica extends NodePair {
  constructor(
    context: ComponentContext,
    neighbours: PairNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("Replica", NODES.replica, replicaServiceSpecs, context, neighbours, options);
  }
}
