import type { DevnetSpec } from "../spec/devnet.ts";
import type { ServiceSpec } from "../spec/service.ts";
import { BY_NAME, type ServiceName } from "../spec/services.ts";

/** What only its component knows of a service. */
export type OwnPart = Pick<ServiceSpec, "args" | "env" | "secretEnv" | "init" | "health">;

/**
 * A service as a runtime starts it: its component's part, what the catalogue has of it, and its options in the stack file.
 * Their flags are the last arguments, so that they win.
 */
export function serviceSpec(spec: DevnetSpec, name: ServiceName, own: OwnPart): ServiceSpec {
  const { role, program, files, durable, stop, page, metrics } = BY_NAME[name];
  const { ports, flags, resources } = spec.services[name];
  return {
    ...own,
    name,
    role,
    program,
    args: [...own.args, ...flags],
    ports,
    files: [...files],
    resources,
    stop,
    ...(durable === undefined ? {} : { durable }),
    ...(page === undefined ? {} : { page }),
    ...(metrics === undefined ? {} : { metrics }),
  };
}
