import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec, Keys } from "../spec/devnet.ts";
import { PREDEPLOYS } from "../genesis/predeploys.ts";
import type { SettlementAddresses } from "../spec/contracts.ts";
import type { PendingService, Runtime } from "../runtimes/common/runtime.ts";
import { LOOPBACK } from "../runtimes/common/urls.ts";
import { PROGRAMS, type ServiceSpec } from "../spec/service.ts";
import type { Settings } from "../programs/console/settings.ts";
import { consolePage } from "../toolchain/console.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import { serviceOutput } from "./outputs.ts";
import type { Sides } from "./protocol.ts";

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
  const { ports, flags, resources } = spec.services.console;
  const settings = consoleSettings(spec, runtime, shown, contracts);
  return {
    name: "console",
    role: "console",
    program: PROGRAMS.console,
    args: [...flags],
    secretEnv: {
      // The URL of an L1 of others is among them, and may hold an API key.
      CONSOLE_SETTINGS: JSON.stringify(settings),
      // What the faucet gives is the user's; on chains of others there is none.
      ...(spec.local ? { FAUCET_KEY: user } : {}),
    },
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "web", path: "/health", deadline: 30 },
    stop: STOP.transactors,
    page: "web",
  };
}

function consoleSettings(
  spec: DevnetSpec,
  runtime: Pick<Runtime, "url" | "handle">,
  shown: readonly PendingService[],
  { settlement, protocol }: Contracts,
): Settings {
  const { l1, l2, services } = spec;
  return {
    stack: spec.stack,
    local: spec.local,
    l1: { rpcUrl: runtime.url("l1", "http"), chainId: l1.chainId, blockTime: l1.blockTime },
    l2: {
      rpcUrl: runtime.url("sequencer-geth", "http"),
      wsUrl: runtime.url("sequencer-geth", "ws", "ws"),
      rollupRpcUrl: runtime.url("sequencer-node", "rpc"),
      chainId: l2.chainId,
      blockTime: l2.blockTime,
    },
    contracts: { l1: { ...settlement, ...protocol?.l1 }, l2: { ...PREDEPLOYS, ...protocol?.l2 } },
    services: shown.map((service) => {
      const { log: _, pageUrl: __, ...output } = serviceOutput(service, runtime);
      return { ...output, program: service.program, handle: runtime.handle(service.name) };
    }),
    ...(shown.some(({ name }) => name === "alertmanager")
      ? { alertmanagerUrl: runtime.url("alertmanager", "web") }
      : {}),
    page: consolePage(),
    listen: LOOPBACK,
    port: services.console.ports.web ?? 0,
  };
}

/** The stack in a browser. */
export class Console extends pulumi.ComponentResource {
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    roles: {
      contracts: {
        settlement: pulumi.Output<SettlementAddresses>;
        protocol: pulumi.Output<{ l1: Addresses; l2: Addresses }> | undefined;
      };
      shown: readonly Running[];
    },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Console", "console", {}, options);
    const { contracts, shown } = roles;
    const services = shown.map(({ spec: service }) => service);
    const known = pulumi
      .all([contracts.settlement, contracts.protocol])
      .apply(([settlement, protocol]): Contracts => ({ settlement, protocol }));
    const serviceOf = (all: Contracts) => consoleServiceSpec(spec, runtime, services, all, keys.user);
    const service = pending(serviceOf, known, { settlement: {} });
    this.running = [
      { spec: service, resource: runtime.launch("console", service, { parent: this, dependsOn: [] }) },
    ];
    this.registerOutputs({});
  }
}
