/** Which service a URL of a step's inputs belongs to, by the path of the property. */
const SERVICES: Readonly<Record<string, string>> = {
  "l1.rpcUrl": "l1",
  "l2.rpcUrl": "sequencer-geth",
  "l2.rollupRpcUrl": "sequencer-node",
  "replica.rpcUrl": "replica-geth",
  "replica.rollupRpcUrl": "replica-node",
  "bundler.rpcUrl": "bundler",
  "priceFeeder.url": "price-feeder",
};

/**
 * The name of the service that answers at a URL.
 * @param inputs of a step
 * @param url as the step has it, or as a service in a container has it, where the host is the neighbour's name
 * @returns undefined for a URL that belongs to none
 */
export function serviceAt(inputs: unknown, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, hostname } = new URL(url);
  const [given] = Object.entries(SERVICES).find(([path]) => originOf(at(inputs, path)) === origin) ?? [];
  if (given !== undefined) return SERVICES[given];
  return Object.values(SERVICES).find((name) => name === hostname.split(".")[0]);
}

const at = (inputs: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);

const originOf = (url: unknown): string | undefined =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
