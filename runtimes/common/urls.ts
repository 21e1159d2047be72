import type { DevnetSpec } from "../../spec/devnet.ts";
import type { ServiceName } from "../../spec/services.ts";
import { TensoraError } from "../../lib/errors.ts";

/** The address of this machine that only itself reaches. */
export const LOOPBACK = "127.0.0.1";

/** The address at which this machine reaches what listens on an address. */
export const hostOf = (listen: string) => (listen === "0.0.0.0" ? LOOPBACK : listen);

/**
 * The URL of a service's port at a host. One that runs elsewhere has one URL, whatever the host, port and scheme.
 * @throws TensoraError when it has no such port
 */
export function urlAt(
  host: string,
  { services }: DevnetSpec,
  service: ServiceName,
  port: string,
  scheme: "http" | "ws" = "http",
): string {
  const { url, ports } = services[service];
  if (url !== undefined) return url;
  const number = ports[port];
  if (number === undefined) throw new TensoraError(`the stack has no service ${service} with a port ${port}`);
  return `${scheme}://${host}:${number}`;
}

/** The URL of a service's port as this machine reaches it. @throws TensoraError like {@link urlAt} */
export const urlHere = (spec: DevnetSpec, service: ServiceName, port: string, scheme?: "http" | "ws") =>
  urlAt(hostOf(spec.listen), spec, service, port, scheme);
