import { serviceSpec } from "../runtimes/service-spec.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import type { L2Node } from "../spec/services.ts";
import { l1Endpoint } from "./l1-endpoint.ts";

/** Half a block: new L1 blocks are seen within the block time whatever it is. */
export const pollOf = (blockTimeSeconds: number) => `${Math.max(200, blockTimeSeconds * 500)}ms`;

/** op-node's flags that the sequencer's and a replica's have in common; chain facts come from the rollup file alone. */
export function rollupNode(
  spec: DevnetSpec,
  { geth, node }: L2Node,
  place: Placement,
  own: string[],
): ServiceSpec {
  const { ports } = spec.services[node];
  const l1 = l1Endpoint(spec, place, "--l1", "OP_NODE_L1_ETH_RPC");
  return serviceSpec(spec, node, {
    args: [
      ...l1.args,
      "--l1.rpckind=standard",
      // Batches are calldata: no blob is ever fetched.
      "--l1.beacon.ignore",
      `--l1.http-poll-interval=${pollOf(spec.l1.blockTime)}`,
      `--l1.epoch-poll-interval=${spec.l1.blockTime}s`,
      `--l2=${place.url(geth, "auth")}`,
      `--l2.jwt-secret=${place.file("jwt")}`,
      `--rollup.config=${place.file("rollup.json")}`,
      `--rollup.l1-chain-config=${place.file("l1-chain-config.json")}`,
      `--rpc.addr=${place.listen}`,
      `--rpc.port=${ports.rpc}`,
      "--metrics.enabled",
      `--metrics.addr=${place.listen}`,
      `--metrics.port=${ports.metrics}`,
      "--p2p.disable",
      ...own,
    ],
    secretEnv: l1.secretEnv,
    health: { kind: "rpc", port: "rpc", method: "optimism_syncStatus", deadline: 60 },
  });
}
