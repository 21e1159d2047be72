import * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Launched } from "../runtimes/runtime.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import type { Protocol, Sides } from "./protocol.ts";
import { answerOf } from "./protocol-parameters.ts";

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
  const { ports, flags, resources } = spec.services["price-feeder"];
  const { price, paymaster } = spec.protocol;
  const posted = [`--aggregator=${PostedAggregator}`, `--answer=${answerOf(price.toraPerBnb)}`];
  return {
    name: "price-feeder",
    role: "price-feeder",
    program: PROGRAMS["price-feeder"],
    args: [
      `--rpc-url=${place.url("sequencer-geth", "http")}`,
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
      ...flags,
    ],
    secretEnv: { FEEDER_PRIVATE_KEY: keys.feeder, OPERATOR_PRIVATE_KEY: keys.operator },
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "metrics", path: "/health", deadline: 60 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** Has the paymaster know what TORA is worth. */
export class PriceFeeder extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { protocol }: { protocol: Protocol },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:PriceFeeder", "price-feeder", {}, options);
    const place = runtime.placement("price-feeder");
    const own = { feeder: keys.priceFeeder, operator: keys.operator };
    const serviceOf = ({ l2 }: Sides) => priceFeederServiceSpec(spec, place, l2, own);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    const dependsOn = [protocol.deployed.l2];
    this.service = runtime.launch("price-feeder", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
