import type { DevnetSpec } from "../config/spec.ts";
import type { Placement, ServiceSpec } from "../runtimes/service.ts";
import { l2Execution } from "./execution.ts";
import { rollupNode } from "./rollup-node.ts";

/** A node that has no peers: all it knows of L2 it derives from L1. Transactions go on to the sequencer. */
export function replicaServiceSpecs(
  spec: DevnetSpec,
  place: { geth: Placement; node: Placement },
): ServiceSpec[] {
  return [
    l2Execution(spec, "replica-geth", place.geth, place.geth.url("sequencer-geth", "http")),
    rollupNode(spec, "replica-node", place.node, []),
  ];
}
