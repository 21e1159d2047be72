import type * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { serviceSpec } from "../runtimes/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending } from "./context.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Protocol, Sides } from "./protocol.ts";
import { answerOf } from "./protocol-rules.ts";
import { ServiceComponent } from "./service-component.ts";

const NAME = SERVICES.priceFeeder.name;

export interface PriceFeederKeys {
  feeder: Hex;
  operator: Hex;
}

/** Keeps the paymaster's price fresh and its deposit full. See `programs/price-feeder`. */
export function priceFeederServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  { ToraPaymaster, PostedAggregator }: Addresses,
  keys: PriceFeederKeys,
): ServiceSpec {
  const { ports } = spec.services[NAME];
  const { price, paymaster } = spec.protocol;
  const posted = [`--aggregator=${PostedAggregator}`, `--answer=${answerOf(price.toraPerBnb)}`];
  return serviceSpec(spec, NAME, {
    args: [
      `--rpc-url=${l2Endpoint(place)}`,
      `--chain-id=${spec.l2.chainId}`,
      `--paymaster=${ToraPaymaster}`,
      ...(price.source === "posted" ? posted : []),
      `--max-age=${price.maxAge}`,
      `--threshold=${price.threshold}`,
      `--interval=${price.interval}`,
      `--deposit=${paymaster.deposit}`,
      `--min-deposit=${paymaster.minDeposit}`,
      `--listen=${place.listen}`,
      `--port=${ports.metrics}`,
      // Drills have it pause; the port is on loopback then.
      ...(spec.local ? ["--admin"] : []),
    ],
    secretEnv: { FEEDER_PRIVATE_KEY: keys.feeder, OPERATOR_PRIVATE_KEY: keys.operator },
    health: { kind: "http", port: "metrics", path: "/health", deadline: 60 },
  });
}

/** Has the paymaster know what TORA is worth. */
export class PriceFeeder extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { protocol }: { protocol: Protocol },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const place = runtime.placement(NAME);
    const own = { feeder: keys.priceFeeder, operator: keys.operator };
    const serviceOf = ({ l2 }: Sides) => priceFeederServiceSpec(spec, place, l2, own);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    super("PriceFeeder", context, service, { dependsOn: [protocol.deployed.l2] }, options);
  }
}
