import * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { identityKey } from "../subnets/keys.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import type { Protocol, Sides } from "./protocol.ts";
import { subnetHostArgs } from "./subnet-host.ts";
import type { Subnets } from "./subnets.ts";

/** The miners of all subnets, in one process. See `programs/miner`. @param seed see `identityKey` */
export function minersServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  contracts: Addresses,
  seed: Hex,
): ServiceSpec {
  const { ports, flags, resources } = spec.services.miners;
  const miners = spec.subnets.flatMap(({ name: subnet, model, miners: own }) =>
    own.map(({ name, behaviour }) => ({
      name,
      subnet,
      model,
      behaviour,
      port: ports[name],
      endpoint: place.url("miners", name),
    })),
  );
  const keys = Object.fromEntries(miners.map(({ name }) => [name, identityKey(seed, name)]));
  return {
    name: "miners",
    role: "miner",
    program: PROGRAMS.miners,
    args: [
      ...subnetHostArgs(spec, place, contracts, ports.metrics),
      `--miners=${JSON.stringify(miners)}`,
      ...flags,
    ],
    secretEnv: { MINER_KEYS: JSON.stringify(keys) },
    ports,
    files: [],
    resources,
    // Well when each has a place in its subnet.
    health: { kind: "http", port: "metrics", path: "/health", deadline: 90 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** Answers what validators and contracts ask. */
export class Miners extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { protocol, subnets }: { protocol: Protocol; subnets: Subnets },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Miners", "miners", {}, options);
    const place = runtime.placement("miners");
    const serviceOf = ({ l2 }: Sides) => minersServiceSpec(spec, place, l2, keys.subnets);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    this.service = runtime.launch("miners", service, { parent: this, dependsOn: [subnets.made] });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
