import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec, Keys } from "../spec/devnet.ts";
import { PREDEPLOYS } from "../genesis/predeploys.ts";
import type { SettlementAddresses } from "../spec/contracts.ts";
import { LOOPBACK } from "../runtimes/common/urls.ts";
import type { PendingService, Runtime } from "../runtimes/common/runtime.ts";
import { serviceSpec } from "../runtimes/common/service-spec.ts";
import type { ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import { PAGE_SOURCES } from "../programs/console/sources.ts";
import type { Settings } from "../programs/console/settings.ts";
import { consolePage } from "../toolchain/console.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { l2Chain } from "./l2-endpoint.ts";
import { serviceOutput } from "./outputs.ts";
import type { Sides } from "./protocol.ts";
import { ServiceComponent } from "./service-component.ts";

const NAME = SERVICES.console.name;

/** Addresses of both chains, known when the contracts are there. */
export interface Contracts {
  settlement: SettlementAddresses | Record<string, never>;
  protocol?: Sides | undefined;
}

/** Shows the stack in a browser of this machine. See `programs/console`. */
export function consoleServiceSpec(
  spec: DevnetSpec,
  runtime: Pick<Runtime, "url" | "handle">,
  shown: readonly PendingService[],
  contracts: Contracts,
  user: Keys["user"],
): ServiceSpec {
  const settings = consoleSettings(spec, runtime, shown, contracts);
  return serviceSpec(spec, NAME, {
    args: [],
    secretEnv: {
      // The URL of an L1 of others is among them, and may hold an API key.
      CONSOLE_SETTINGS: JSON.stringify(settings),
      // What the faucet gives is the user's; on chains of others there is none.
      ...(spec.local ? { FAUCET_KEY: user } : {}),
    },
    health: { kind: "http", port: "web", path: "/health", deadline: 30 },
  });
}

function consoleSettings(
  spec: DevnetSpec,
  runtime: Pick<Runtime, "url" | "handle">,
  shown: readonly PendingService[],
  { settlement, protocol }: Contracts,
): Settings {
  const { l1, services } = spec;
  const { name: alertmanager } = SERVICES.alertmanager;
  return {
    stack: spec.stack,
    local: spec.local,
    l1: { rpcUrl: runtime.url(SERVICES.l1.name, "http"), chainId: l1.chainId, blockTime: l1.blockTime },
    l2: l2Chain(spec, runtime),
    contracts: { l1: { ...settlement, ...protocol?.l1 }, l2: { ...PREDEPLOYS, ...protocol?.l2 } },
    services: shown.map((service) => {
      const { log: _, pageUrl: __, ...output } = serviceOutput(service, runtime);
      return { ...output, program: service.program, handle: runtime.handle(service.name) };
    }),
    ...(shown.some(({ name }) => name === alertmanager)
      ? { alertmanagerUrl: runtime.url(alertmanager, SERVICES.alertmanager.page) }
      : {}),
    page: consolePage(PAGE_SOURCES),
    listen: LOOPBACK,
    port: services[NAME].ports.web ?? 0,
  };
}

/** The stack in a browser. */
export class Console extends ServiceComponent {
  constructor(
    context: ComponentContext,
    roles: {
      contracts: {
        settlement: pulumi.Output<SettlementAddresses>;
        protocol: pulumi.Output<{ l1: Addresses; l2: Addresses }> | undefined;
      };
      shown: readonly Running[];
    },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const { contracts, shown } = roles;
    const services = shown.map(({ spec: service }) => service);
    const known = pulumi
      .all([contracts.settlement, contracts.protocol])
      .apply(([settlement, protocol]): Contracts => ({ settlement, protocol }));
    const serviceOf = (all: Contracts) => consoleServiceSpec(spec, runtime, services, all, keys.user);
    const service = pending(serviceOf, known, { settlement: {} });
    super("Console", context, service, {}, options);
  }
}
