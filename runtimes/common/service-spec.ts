import type { DevnetSpec } from "../../spec/devnet.ts";
import type { ServiceSpec } from "../../spec/service.ts";
import { BY_NAME, HEADS, type ServiceName } from "../../spec/services.ts";

/** What only its component knows of a service. */
export type OwnPart = Pick<ServiceSpec, "args" | "env" | "secretEnv" | "init" | "health">;

/**
 * A service as a runtime starts it: its component's part, what the catalogue has of it, and its options in the stack file.
 * Their flags are the last arguments, so that they win. It is done here and not in `launch`: monitoring, the console and the
 * outputs read whole services, ports and metrics with them, some before anything is launched.
 */
export function serviceSpec(spec: DevnetSpec, name: ServiceName, own: OwnPart): ServiceSpec {
  const { role, program, chain, files, durable, engine, stop, page, metrics } = BY_NAME[name];
  const head = HEADS[program];
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
    ...(head === undefined || chain === undefined
      ? {}
      : { head: { ...head, within: stillAfter(spec[chain]) } }),
    ...(engine === undefined ? {} : { engine }),
    ...(durable === undefined ? {} : { durable }),
    ...(page === undefined ? {} : { page }),
    ...(metrics === undefined ? {} : { metrics }),
  };
}

/** Blocks without which a chain is not taken for stuck, and seconds at the least. */
const STILL = { blocks: 20, seconds: 60 };

/** Seconds after which a chain stands still. */
const stillAfter = ({ blockTime }: { blockTime: number }) =>
  Math.max(STILL.seconds, STILL.blocks * blockTime);
