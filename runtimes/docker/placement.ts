import type { DevnetSpec } from "../../spec/devnet.ts";
import { type ServiceName, SERVICES } from "../../spec/services.ts";
import { TensoraError } from "../../lib/errors.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import type { Placement } from "../../spec/service.ts";

/** Where a container finds the stack's files. */
export const filePath = (name: string) => `/tensora/${name}`;

/** The port of a service. @throws TensoraError when there is none */
export function portOf(spec: DevnetSpec, service: string, port: string): number {
  const number = spec.services[service as ServiceName]?.ports[port];
  if (number === undefined) throw new TensoraError(`the stack has no service ${service} with a port ${port}`);
  return number;
}

/** How a container names its files, its folder and its neighbours: each is a host of the service's name. */
export const containerPlacement = (spec: DevnetSpec): Placement => ({
  listen: "0.0.0.0",
  file: filePath,
  data: () => PLACES.data,
  url(neighbour, port, scheme = "http") {
    if (neighbour === SERVICES.l1.name && spec.l1.rpcUrl !== undefined) return spec.l1.rpcUrl;
    return `${scheme}://${neighbour}:${portOf(spec, neighbour, port)}`;
  },
});
