import type * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { NODES } from "../spec/services.ts";
import type { ComponentContext } from "./context.ts";
import { l2Execution } from "./execution.ts";
import { NodePair, type Pair, type PairNeighbours } from "./node-pair.ts";
import { rollupNode } from "./rollup-node.ts";

/** The two programs that make L2 blocks: op-geth orders and executes, op-node decides when and on which L1 origin. */
export function sequencerServiceSpecs(spec: DevnetSpec, place: Pair<Placement>): Pair<ServiceSpec> {
  const own = ["--sequencer.enabled", `--sequencer.l1-confs=${spec.l1.confirmations}`];
  return {
    geth: l2Execution(spec, NODES.sequencer, place.geth),
    node: rollupNode(spec, NODES.sequencer, place.node, own),
  };
}

/** The L2 node that makes the blocks. */
export class Sequencer extends NodePair {
  constructor(
    context: ComponentContext,
    neighbours: PairNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("Sequencer", NODES.sequencer, sequencerServiceSpecs, context, neighbours, options);
  }
}
