import * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { SubnetSpec } from "../spec/subnets.ts";
import { identityKey } from "../subnets/keys.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import type { Protocol, Sides } from "./protocol.ts";
import type { Rollup } from "./rollup.ts";
import { subnetHostArgs } from "./subnet-host.ts";
import type { Subnets } from "./subnets.ts";

/** The validators of all subnets, in one process. See `programs/validator`. @param seed see `identityKey` */
export function validatorsServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  contracts: Addresses,
  seed: Hex,
): ServiceSpec {
  const { ports, flags, resources } = spec.services.validators;
  const validators = spec.subnets.flatMap((subnet) =>
    subnet.validators.map((own) => ({
      ...own,
      subnet: subnet.name,
      model: subnet.model,
      ...(own.behaviour === "colluding" ? accomplice(subnet, place) : {}),
    })),
  );
  const keys = Object.fromEntries(validators.map(({ name }) => [name, identityKey(seed, name)]));
  return {
    name: "validators",
    role: "validator",
    program: PROGRAMS.validators,
    args: [
      ...subnetHostArgs(spec, place, contracts, ports.metrics),
      `--data=${place.data()}`,
      `--validators=${JSON.stringify(validators)}`,
      ...(validators.some(({ gas }) => gas === "tora")
        ? [`--bundler-url=${place.url("bundler", "rpc")}`, `--paymaster=${contracts.ToraPaymaster}`]
        : []),
      // Drills have one withhold a reveal; the port is on loopback then.
      ...(spec.local ? ["--admin"] : []),
      ...flags,
    ],
    secretEnv: { VALIDATOR_KEYS: JSON.stringify(keys) },
    ports,
    files: [],
    durable: true,
    resources,
    // Well when each has a slot.
    health: { kind: "http", port: "metrics", path: "/health", deadline: 90 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** The miner that a colluding validator gives everything to: the last one of the list. */
function accomplice({ miners }: SubnetSpec, place: Placement) {
  const last = miners.at(-1);
  return last === undefined ? {} : { favours: place.url("miners", last.name) };
}

/** Scores miners, and has the chain pay by it. */
export class Validators extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { protocol, rollup, subnets }: { protocol: Protocol; rollup: Rollup; subnets: Subnets },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Validators", "validators", {}, options);
    // What is scored and not revealed belongs to one chain.
    const volume = runtime.volume("validators", rollup.genesis.hash, this);
    const place = runtime.placement("validators");
    const serviceOf = ({ l2 }: Sides) => validatorsServiceSpec(spec, place, l2, keys.subnets);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    const dependsOn = [volume, subnets.made];
    this.service = runtime.launch("validators", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
