import type { DevnetSpec } from "../spec/devnet.ts";
import { NODES, type ServiceName } from "../spec/services.ts";
import type { Placement } from "../spec/service.ts";
import { pollOf } from "./rollup-node.ts";

/** Flags of the services that send transactions to L1; their keys come by environment. */
export function transactorFlags(spec: DevnetSpec, service: ServiceName, place: Placement): string[] {
  const { ports } = spec.services[service];
  return [
    `--rollup-rpc=${place.url(NODES.sequencer.node, "rpc")}`,
    // A dev chain never drops a block; anywhere else a transaction counts when its block does.
    `--num-confirmations=${spec.l1.kind === "dev" ? 1 : spec.l1.confirmations}`,
    `--txmgr.receipt-query-interval=${pollOf(spec.l1.blockTime)}`,
    "--resubmission-timeout=30s",
    `--rpc.addr=${place.listen}`,
    `--rpc.port=${ports.rpc}`,
    "--metrics.enabled",
    `--metrics.addr=${place.listen}`,
    `--metrics.port=${ports.metrics}`,
  ];
}
