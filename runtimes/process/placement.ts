import type { DevnetSpec } from "../../spec/devnet.ts";
import { type ServiceName, SERVICES } from "../../spec/services.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { Placement } from "../../spec/service.ts";
import { layout } from "./layout.ts";

/** The address at which this machine reaches what listens on an address. */
export const hostOf = (listen: string) => (listen === "0.0.0.0" ? "127.0.0.1" : listen);

/**
 * The URL of a service's port. An external L1 has one URL, whatever the port and scheme.
 * @throws TensoraError when there is no such service or port
 */
export function serviceUrl(
  spec: DevnetSpec,
  service: string,
  port: string,
  scheme: "http" | "ws" = "http",
): string {
  if (service === SERVICES.l1.name && spec.l1.rpcUrl !== undefined) return spec.l1.rpcUrl;
  const number = spec.services[service as ServiceName]?.ports[port];
  if (number === undefined) throw new TensoraError(`the stack has no service ${service} with a port ${port}`);
  return `${scheme}://${hostOf(spec.listen)}:${number}`;
}

/** How a process on this machine names its files, its folder and its neighbours. */
export const processPlacement = (spec: DevnetSpec, service: ServiceName): Placement => ({
  listen: spec.listen,
  file: (name) => layout.file(spec.dir, name),
  data: () => layout.data(spec.dir, service),
  url: (neighbour, port, scheme) => serviceUrl(spec, neighbour, port, scheme),
});
