import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { SettlementAddresses } from "../spec/contracts.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import type { Protocol, Sides } from "./protocol.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";

/** Of what it watches. */
export interface Watched {
  settlement: Pick<
    SettlementAddresses,
    "Multicall3" | "L2OutputOracle" | "OptimismPortal" | "L1StandardBridge"
  >;
  /** Without it the rollup alone is watched. */
  protocol?: Sides | undefined;
}

/** Tells Prometheus what the programs do not, and the sequencer's two in one answer. See `programs/exporter`. */
export function exporterServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  { settlement, protocol }: Watched,
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
      `--l2-block-time=${spec.l2.blockTime}`,
      `--rollup-rpc-url=${place.url("sequencer-node", "rpc")}`,
      `--replica-rpc-url=${place.url("replica-geth", "http")}`,
      `--multicall=${settlement.Multicall3}`,
      `--l2-output-oracle=${settlement.L2OutputOracle}`,
      `--portal=${settlement.OptimismPortal}`,
      `--bridge=${settlement.L1StandardBridge}`,
      ...(protocol ? protocolFlags(protocol) : []),
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

const protocolFlags = ({ l1, l2 }: Sides) => [
  `--wtora=${l1.WTORA}`,
  `--tora=${l2.ToraToken}`,
  `--paymaster=${l2.ToraPaymaster}`,
  `--entry-point=${l2.EntryPoint}`,
  `--subnet-registry=${l2.SubnetRegistry}`,
  `--emission-manager=${l2.EmissionManager}`,
];

/** Watches both chains for Prometheus. */
export class Exporter extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, runtime }: ComponentContext,
    roles: { protocol: Protocol | undefined; settlement: Settlement; sequencer: Sequencer },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Exporter", "exporter", {}, options);
    const { protocol, settlement, sequencer } = roles;
    const place = runtime.placement("exporter");
    const watched = pulumi
      .all([settlement.addresses, protocol?.addresses])
      .apply(([known, sides]): Watched => ({ settlement: known, protocol: sides }));
    const serviceOf = (known: Watched) => exporterServiceSpec(spec, place, known);
    const none = {
      settlement: {} as Watched["settlement"],
      ...(protocol ? { protocol: { l1: {}, l2: {} } } : {}),
    };
    const service = pending(serviceOf, watched, none);
    const deployed = protocol ? [protocol.deployed.l1, protocol.deployed.l2] : [];
    const dependsOn = [sequencer.node, ...deployed];
    this.service = runtime.launch("exporter", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
