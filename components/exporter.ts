import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../config/spec.ts";
import type { SettlementAddresses } from "../genesis/types.ts";
import type { Launched } from "../runtimes/runtime.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../runtimes/service.ts";
import type { Addresses } from "../steps/deploy/protocol/world.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import type { Protocol } from "./protocol.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";

/** Of what it watches. */
export interface Watched {
  settlement: Pick<
    SettlementAddresses,
    "Multicall3" | "L2OutputOracle" | "OptimismPortal" | "L1StandardBridge"
  >;
  l1: Addresses;
  l2: Addresses;
}

/** Tells Prometheus what the programs do not, and the sequencer's two in one answer. See `services/exporter`. */
export function exporterServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  { settlement, l1: onL1, l2: onL2 }: Watched,
): ServiceSpec {
  const { ports, flags, resources } = spec.services.exporter;
  const l1 = l1Endpoint(spec, place, "--l1-rpc-url", "L1_RPC_URL");
  return {
    name: "exporter",
    role: "exporter",
    program: PROGRAMS.exporter,
    args: [
      ...l1.args,
      `--l1-chain-id=${spec.l1.chainId}`,
      `--l2-rpc-url=${place.url("sequencer-geth", "http")}`,
      `--l2-chain-id=${spec.l2.chainId}`,
      `--rollup-rpc-url=${place.url("sequencer-node", "rpc")}`,
      `--replica-rpc-url=${place.url("replica-geth", "http")}`,
      `--multicall=${settlement.Multicall3}`,
      `--l2-output-oracle=${settlement.L2OutputOracle}`,
      `--portal=${settlement.OptimismPortal}`,
      `--bridge=${settlement.L1StandardBridge}`,
      `--wtora=${onL1.WTORA}`,
      `--tora=${onL2.ToraToken}`,
      `--paymaster=${onL2.ToraPaymaster}`,
      `--batcher=${spec.accounts.batcher}`,
      `--proposer=${spec.accounts.proposer}`,
      `--geth-metrics=${place.url("sequencer-geth", "metrics")}/debug/metrics/prometheus`,
      `--node-metrics=${place.url("sequencer-node", "metrics")}/metrics`,
      `--interval=${spec.l2.blockTime}`,
      `--listen=${place.listen}`,
      `--port=${ports.metrics}`,
      ...flags,
    ],
    secretEnv: l1.secretEnv,
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "metrics", path: "/health", deadline: 60 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** Watches both chains for Prometheus. */
export class Exporter extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, runtime }: ComponentContext,
    roles: { protocol: Protocol; settlement: Settlement; sequencer: Sequencer },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Exporter", "exporter", {}, options);
    const { protocol, settlement, sequencer } = roles;
    const place = runtime.placement("exporter");
    const watched = pulumi
      .all([settlement.addresses, protocol.addresses])
      .apply(([known, sides]): Watched => ({ settlement: known, ...sides }));
    const serviceOf = (known: Watched) => exporterServiceSpec(spec, place, known);
    const service = pending(serviceOf, watched, { settlement: {} as Watched["settlement"], l1: {}, l2: {} });
    const dependsOn = [sequencer.node, protocol.deployed.l1, protocol.deployed.l2];
    this.service = runtime.launch("exporter", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
