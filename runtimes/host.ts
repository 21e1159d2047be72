import { isOnHost, type ServiceName } from "../spec/services.ts";
import type { Runtime } from "./common/runtime.ts";

/** A runtime with another one, of supervised processes of this machine, for what belongs here. */
export function withHost(runtime: Runtime, host: Runtime): Runtime {
  const of = (service: ServiceName) => (isOnHost(service) ? host : runtime);
  return {
    ...runtime,
    placement: (service) => of(service).placement(service),
    url: (service, port, scheme) => of(service).url(service, port, scheme),
    handle: (service) => of(service).handle(service),
    launch: (service, options) => of(service.name).launch(service, options),
  };
}
