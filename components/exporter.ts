import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { SettlementAddresses } from "../spec/contracts.ts";
import { serviceSpec } from "../runtimes/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import { type ComponentContext, pending } from "./context.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Protocol, Sides } from "./protocol.ts";
import type { Sequencer } from "./sequencer.ts";
import { ServiceComponent } from "./service-component.ts";
import type { Settlement } from "./settlement.ts";

const NAME = SERVICES.exporter.name;

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
  const { ports } = spec.services[NAME];
  const { sequencer, replica } = NODES;
  const l1 = l1Endpoint(spec, place, "--l1-rpc-url", "L1_RPC_URL");
  return serviceSpec(spec, NAME, {
    args: [
      ...l1.args,
      `--l1-chain-id=${spec.l1.chainId}`,
      `--l2-rpc-url=${l2Endpoint(place)}`,
      `--l2-chain-id=${spec.l2.chainId}`,
      `--l2-block-time=${spec.l2.blockTime}`,
      `--rollup-rpc-url=${place.url(sequencer.node, "rpc")}`,
      `--replica-rpc-url=${place.url(replica.geth, "http")}`,
      `--multicall=${settlement.Multicall3}`,
      `--l2-output-oracle=${settlement.L2OutputOracle}`,
      `--portal=${settlement.OptimismPortal}`,
      `--bridge=${settlement.L1StandardBridge}`,
      ...(protocol ? protocolFlags(protocol) : []),
      `--batcher=${spec.accounts.batcher}`,
      `--proposer=${spec.accounts.proposer}`,
      `--geth-metrics=${metricsOf(place, SERVICES.sequencerGeth)}`,
      `--node-metrics=${metricsOf(place, SERVICES.sequencerNode)}`,
      `--interval=${spec.l2.blockTime}`,
      `--listen=${place.listen}`,
      `--port=${ports.metrics}`,
    ],
    secretEnv: l1.secretEnv,
    health: { kind: "http", port: "metrics", path: "/health", deadline: 60 },
  });
}

/** Where a neighbour's own metrics are. */
const metricsOf = (
  place: Placement,
  { name, metrics }: typeof SERVICES.sequencerGeth | typeof SERVICES.sequencerNode,
) => `${place.url(name, metrics.port)}${metrics.path}`;

const protocolFlags = ({ l1, l2 }: Sides) => [
  `--wtora=${l1.WTORA}`,
  `--tora=${l2.ToraToken}`,
  `--paymaster=${l2.ToraPaymaster}`,
  `--entry-point=${l2.EntryPoint}`,
  `--subnet-registry=${l2.SubnetRegistry}`,
  `--emission-manager=${l2.EmissionManager}`,
];

/** Watches both chains for Prometheus. */
export class Exporter extends ServiceComponent {
  constructor(
    context: ComponentContext,
    roles: { protocol: Protocol | undefined; settlement: Settlement; sequencer: Sequencer },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, runtime } = context;
    const { protocol, settlement, sequencer } = roles;
    const place = runtime.placement(NAME);
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
    super("Exporter", context, service, { dependsOn: [sequencer.node, ...deployed] }, options);
  }
}
