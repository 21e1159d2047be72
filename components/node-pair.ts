import type * as pulumi from "@pulumi/pulumi";
import type { Launched } from "../runtimes/common/runtime.ts";
import type { ServiceSpec } from "../spec/service.ts";
import type { ComponentContext, Running } from "./context.ts";
import type { L1 } from "./l1.ts";
import type { Rollup } from "./rollup.ts";

/** Launches op-geth, then the op-node that drives it. */
export function launchPair(
  role: "sequencer" | "replica",
  specs: { geth: ServiceSpec; node: ServiceSpec },
  { runtime }: ComponentContext,
  { l1, rollup, parent, after = [] }: PairNeighbours,
): { geth: Launched; node: Launched; running: Running[] } {
  const volume = runtime.volume(`${role}-geth`, rollup.genesis.hash, parent);
  const geth = runtime.launch(`${role}-geth`, specs.geth, {
    parent,
    dependsOn: [volume, ...after],
    triggers: rollup.executionTriggers,
  });
  const node = runtime.launch(`${role}-node`, specs.node, {
    parent,
    dependsOn: [l1.ready, geth],
    triggers: rollup.nodeTriggers,
  });
  const running = [
    { spec: specs.geth, resource: geth },
    { spec: specs.node, resource: node },
  ];
  return { geth, node, running };
}

export interface PairNeighbours {
  l1: L1;
  rollup: Rollup;
  parent: pulumi.Resource;
  /** What must run before op-geth. */
  after?: pulumi.Resource[];
}
