import type { DevnetSpec } from "../spec/devnet.ts";
import { BY_NAME, type ServiceName } from "../spec/services.ts";
import { processRuntime } from "./process/index.ts";
import type { Runtime } from "./runtime.ts";

/** The address that they listen on, wherever the others do. */
export const LOOPBACK = "127.0.0.1";

/** A service that runs on this machine, whatever runs the others. */
export const isOnHost = (service: ServiceName): boolean => BY_NAME[service].onHost === true;

/** A runtime with supervised processes of this machine for what belongs here. */
export function withHost(runtime: Runtime, spec: DevnetSpec): Runtime {
  const host = processRuntime({ ...spec, listen: LOOPBACK });
  const of = (service: ServiceName) => (isOnHost(service) ? host : runtime);
  return {
    ...runtime,
    placement: (service) => of(service).placement(service),
    url: (service, port, scheme) => of(service).url(service, port, scheme),
    handle: (service) => of(service).handle(service),
    launch: (service, pending, options) => of(service).launch(service, pending, options),
  };
}
