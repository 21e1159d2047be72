import { NODES, type ServiceName, SERVICES } from "../spec/services.ts";

/** Which service a URL of a step's inputs belongs to, by the path of the property. */
const OWNERS: Readonly<Record<string, ServiceName>> = {
  "l1.rpcUrl": SERVICES.l1.name,
  "l2.rpcUrl": NODES.sequencer.geth,
  "l2.rollupRpcUrl": NODES.sequencer.node,
  "replica.rpcUrl": NODES.replica.geth,
  "replica.rollupRpcUrl": NODES.replica.node,
  "bundler.rpcUrl": SERVICES.bundler.name,
  "priceFeeder.url": SERVICES.priceFeeder.name,
};

/**
 * The name of the service that answers at a URL.
 * @param inputs of a step
 * @param url as the step has it, or as a service in a container has it, where the host is the neighbour's name
 * @returns undefined for a URL that belongs to none
 */
export function serviceAt(inputs: unknown, url: string): ServiceName | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, hostname } = new URL(url);
  const [given] = Object.entries(OWNERS).find(([path]) => originOf(at(inputs, path)) === origin) ?? [];
  if (given !== undefined) return OWNERS[given];
  return Object.values(OWNERS).find((name) => name === hostname.split(".")[0]);
}

const at = (inputs: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);

const originOf = (url: unknown): string | undefined =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
