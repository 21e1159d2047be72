import type * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { identityKey } from "../subnets/keys.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import { serviceSpec } from "../runtimes/service-spec.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending } from "./context.ts";
import type { Protocol, Sides } from "./protocol.ts";
import { ServiceComponent } from "./service-component.ts";
import { subnetHostArgs } from "./subnet-host.ts";
import type { Subnets } from "./subnets.ts";

const NAME = SERVICES.miners.name;

/** The miners of all subnets, in one process. See `programs/miner`. @param seed see `identityKey` */
export function minersServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  contracts: Addresses,
  seed: Hex,
): ServiceSpec {
  const { ports } = spec.services[NAME];
  const miners = spec.subnets.flatMap(({ name: subnet, model, miners: own }) =>
    own.map(({ name, behaviour }) => ({
      name,
      subnet,
      model,
      behaviour,
      port: ports[name],
      endpoint: place.url(NAME, name),
    })),
  );
  const keys = Object.fromEntries(miners.map(({ name }) => [name, identityKey(seed, name)]));
  return serviceSpec(spec, NAME, {
    args: [...subnetHostArgs(spec, place, contracts, ports.metrics), `--miners=${JSON.stringify(miners)}`],
    secretEnv: { MINER_KEYS: JSON.stringify(keys) },
    // Well when each has a place in its subnet.
    health: { kind: "http", port: "metrics", path: "/health", deadline: 90 },
  });
}

/** Answers what validators and contracts ask. */
export class Miners extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { protocol, subnets }: { protocol: Protocol; subnets: Subnets },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const place = runtime.placement(NAME);
    const serviceOf = ({ l2 }: Sides) => minersServiceSpec(spec, place, l2, keys.subnets);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    super("Miners", context, service, { dependsOn: [subnets.made] }, options);
  }
}
