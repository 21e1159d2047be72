import type { DevnetSpec } from "../spec/devnet.ts";
import { type L2Node, NODES, type ServiceName } from "../spec/services.ts";

/** Who knows where services are: a placement for a neighbour, a runtime for this machine. */
interface Directory {
  url(service: ServiceName, port: string, scheme?: "http" | "ws"): string;
}

/** The URL of the sequencer's op-geth, where L2's users and programs are served. */
export const l2Endpoint = (at: Directory): string => at.url(NODES.sequencer.geth, "http");

/** Where both programs of a node are. */
export const nodeEndpoints = (at: Directory, { geth, node }: L2Node) => ({
  rpcUrl: at.url(geth, "http"),
  rollupRpcUrl: at.url(node, "rpc"),
});

/** L2 as users and the console are told of it: the sequencer's. */
export const l2Chain = ({ l2 }: DevnetSpec, at: Directory) => ({
  rpcUrl: l2Endpoint(at),
  wsUrl: at.url(NODES.sequencer.geth, "ws", "ws"),
  rollupRpcUrl: at.url(NODES.sequencer.node, "rpc"),
  chainId: l2.chainId,
  blockTime: l2.blockTime,
});
