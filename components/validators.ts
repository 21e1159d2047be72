import type * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { SubnetSpec } from "../spec/subnets.ts";
import { identityKey } from "../subnets/keys.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import { serviceSpec } from "../runtimes/service-spec.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending } from "./context.ts";
import type { Protocol, Sides } from "./protocol.ts";
import type { Rollup } from "./rollup.ts";
import { ServiceComponent } from "./service-component.ts";
import { subnetHostArgs } from "./subnet-host.ts";
import type { Subnets } from "./subnets.ts";

const NAME = SERVICES.validators.name;

/** The validators of all subnets, in one process. See `programs/validator`. @param seed see `identityKey` */
export function validatorsServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  contracts: Addresses,
  seed: Hex,
): ServiceSpec {
  const { ports } = spec.services[NAME];
  const validators = spec.subnets.flatMap((subnet) =>
    subnet.validators.map((own) => ({
      ...own,
      subnet: subnet.name,
      model: subnet.model,
      ...(own.behaviour === "colluding" ? accomplice(subnet, place) : {}),
    })),
  );
  const keys = Object.fromEntries(validators.map(({ name }) => [name, identityKey(seed, name)]));
  return serviceSpec(spec, NAME, {
    args: [
      ...subnetHostArgs(spec, place, contracts, ports.metrics),
      `--data=${place.data()}`,
      `--validators=${JSON.stringify(validators)}`,
      ...(validators.some(({ gas }) => gas === "tora")
        ? [
            `--bundler-url=${place.url(SERVICES.bundler.name, "rpc")}`,
            `--paymaster=${contracts.ToraPaymaster}`,
          ]
        : []),
      // Drills have one withhold a reveal; the port is on loopback then.
      ...(spec.local ? ["--admin"] : []),
    ],
    secretEnv: { VALIDATOR_KEYS: JSON.stringify(keys) },
    // Well when each has a slot.
    health: { kind: "http", port: "metrics", path: "/health", deadline: 90 },
  });
}

/** The miner that a colluding validator gives everything to: the last one of the list. */
function accomplice({ miners }: SubnetSpec, place: Placement) {
  const last = miners.at(-1);
  return last === undefined ? {} : { favours: place.url(SERVICES.miners.name, last.name) };
}

/** Scores miners, and has the chain pay by it. */
export class Validators extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { protocol, rollup, subnets }: { protocol: Protocol; rollup: Rollup; subnets: Subnets },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const place = runtime.placement(NAME);
    const serviceOf = ({ l2 }: Sides) => validatorsServiceSpec(spec, place, l2, keys.subnets);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    // What is scored and not revealed belongs to one chain.
    const { hash: genesis } = rollup.genesis;
    super("Validators", context, service, { dependsOn: [subnets.made], genesis }, options);
  }
}
