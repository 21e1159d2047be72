import type { DevnetSpec } from "../config/spec.ts";
import type { Placement, ServiceSpec } from "../runtimes/service.ts";
import { l2Execution } from "./execution.ts";
import { rollupNode } from "./rollup-node.ts";

/** The two programs that make L2 blocks: op-geth orders and executes, op-node decides when and on which L1 origin. */
export function sequencerServiceSpecs(
  spec: DevnetSpec,
  place: { geth: Placement; node: Placement },
): ServiceSpec[] {
  const own = [
    "--sequencer.enabled",
    `--sequencer.l1-confs=${spec.l1.confirmations}`,
    // Drills close its mempool; the port is on loopback then.
    ...(spec.local ? ["--rpc.enable-admin"] : []),
  ];
  return [
    l2Execution(spec, "sequencer-geth", place.geth),
    rollupNode(spec, "sequencer-node", place.node, own),
  ];
}
