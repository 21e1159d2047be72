import type { DevnetSpec } from "../config/spec.ts";
import type { Placement, ServiceSpec } from "../runtimes/service.ts";
import { executionFlags, initFrom, STOP } from "./execution.ts";

/** The local L1: op-geth's own binary as a durable dev chain that makes a block every `l1.blockTime` seconds. */
export function l1ServiceSpec(spec: DevnetSpec, place: Placement): ServiceSpec {
  const { ports, flags } = spec.services.l1;
  return {
    name: "l1",
    role: "l1",
    program: "op-geth",
    args: [
      ...executionFlags(spec, "l1", place),
      "--dev",
      `--dev.period=${spec.l1.blockTime}`,
      `--networkid=${spec.l1.chainId}`,
      `--miner.gaslimit=${spec.l1.gasLimit}`,
      ...flags,
    ],
    ports,
    init: initFrom(place, "l1-genesis.json"),
    health: { kind: "rpc", port: "http", method: "eth_chainId", deadline: 60 },
    stop: STOP.l1,
    metrics: { port: "metrics", path: "/debug/metrics/prometheus" },
  };
}
