import * as pulumi from "@pulumi/pulumi";
import { PREDEPLOYS } from "../genesis/predeploys.ts";
import type { SettlementAddresses } from "../spec/contracts.ts";
import { shownUrl } from "../lib/secret-url.ts";
import type { Runtime } from "../runtimes/common/runtime.ts";
import type { ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import type { Addresses } from "../spec/contracts.ts";
import type { ComponentContext, Running } from "./context.ts";
import { l2Chain } from "./l2-endpoint.ts";

/** The outputs of a stack, as `./tensora outputs --json` prints them. They contain no private key. */
export interface DevnetOutputs {
  stack: string;
  /** Of the URL of an external L1 no more than scheme and host: the rest may hold a key. */
  l1: { rpcUrl: string; chainId: number; blockTime: number };
  l2: { rpcUrl: string; wsUrl: string; rollupRpcUrl: string; chainId: number; blockTime: number };
  /** Addresses by contract. */
  contracts: { l1: SettlementAddresses & Addresses; l2: typeof PREDEPLOYS & Addresses };
  services: ServiceOutput[];
}

export interface ServiceOutput {
  name: string;
  role: string;
  rpcUrl?: string;
  metricsUrl?: string;
  /** Of a page for people. */
  pageUrl?: string;
  /** Path of the log file, on runtimes that keep one. */
  log?: string;
}

/** The outputs of the whole stack. */
export function devnetOutputs(
  { spec, runtime }: ComponentContext,
  contracts: {
    settlement: pulumi.Output<SettlementAddresses>;
    protocol: pulumi.Output<{ l1: Addresses; l2: Addresses }> | undefined;
  },
  running: Running[],
): pulumi.Output<DevnetOutputs> {
  return pulumi.output({
    stack: spec.stack,
    // Of the URL of an external L1 the rest may be a key. A secret in here would make all of this one.
    l1: {
      rpcUrl: shownUrl(runtime.url(SERVICES.l1.name, "http")),
      chainId: spec.l1.chainId,
      blockTime: spec.l1.blockTime,
    },
    l2: l2Chain(spec, runtime),
    contracts: pulumi.all([contracts.settlement, contracts.protocol]).apply(([settlement, protocol]) => ({
      l1: { ...settlement, ...protocol?.l1 },
      l2: { ...PREDEPLOYS, ...protocol?.l2 },
    })),
    services: running.map(({ spec: service, resource }) =>
      pulumi.all([service, resource.log]).apply(([known, log]) => serviceOutput(known, runtime, log)),
    ),
  });
}

/** Ports that speak JSON-RPC over HTTP, in the order in which one is shown. */
const RPC_PORTS = ["http", "rpc"];

/** What users are told of a service. */
export function serviceOutput(
  { name, role, ports, metrics, page }: Pick<ServiceSpec, "name" | "role" | "ports" | "metrics" | "page">,
  runtime: Pick<Runtime, "url">,
  log?: string,
): ServiceOutput {
  const rpc = RPC_PORTS.find((port) => port in ports);
  return {
    name,
    role,
    ...(rpc === undefined ? {} : { rpcUrl: runtime.url(name, rpc) }),
    ...(metrics === undefined ? {} : { metricsUrl: `${runtime.url(name, metrics.port)}${metrics.path}` }),
    ...(page === undefined ? {} : { pageUrl: `${runtime.url(name, page)}/` }),
    ...(log === undefined ? {} : { log }),
  };
}
