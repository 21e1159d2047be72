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

/** The two programs that make L2 blocks: op-geth orders and executes, op-node decides when and on which L1 origin. */
export function sequencerServiceSpecs(
  spec: DevnetSpec,
  place: { geth: Placement; node: Placement },
): { geth: ServiceSpec; node: ServiceSpec } {
  const own = ["--sequencer.enabled", `--sequencer.l1-confs=${spec.l1.confirmations}`];
  return {
    geth: l2Execution(spec, "sequencer-geth", place.geth),
    node: rollupNode(spec, "sequencer-node", place.node, own),
  };
}

/** Makes the L2 blocks. */
export class Sequencer extends pulumi.ComponentResource {
  /** Its op-node, ready when it answers. */
  readonly node: Launched;
  readonly running: Running[];

  constructor(
    context: ComponentContext,
    neighbours: { l1: L1; rollup: Rollup },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Sequencer", "sequencer", {}, options);
    const place = {
      geth: context.runtime.placement("sequencer-geth"),
      node: context.runtime.placement("sequencer-node"),
    };
    const specs = sequencerServiceSpecs(context.spec, place);
    const { node, running } = launchPair("sequencer", specs, context, { ...neighbours, parent: this });
    this.node = node;
    this.running = running;
    this.registerOutputs({});
  }
}
