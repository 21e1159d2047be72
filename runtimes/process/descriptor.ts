import { sha256 } from "../../lib/digest.ts";
import { canonicalJson } from "../../lib/values.ts";
import type { ServiceInputs } from "../../resources/service.ts";
import { layout } from "./layout.ts";
import type { Descriptor } from "./protocol.ts";

type Described = Pick<ServiceInputs, "dir" | "service" | "version" | "triggers">;

/**
 * What the supervisor is told of a service.
 * @param program absolute path of the service's program
 */
export function describe({ dir, service, version, triggers }: Described, program: string): Descriptor {
  const { name, args, env = {}, secretEnv = {}, init, stop } = service;
  const data = layout.data(dir, name);
  // The init has run once, and a stop rule needs no restart.
  const digest = hash({ program, args, env, secretEnv, data, version, triggers });
  return {
    name,
    program,
    args,
    env,
    secretEnv,
    data,
    ...(init ? { init } : {}),
    stop: { order: stop.order, grace: stop.grace, signal: stop.signal },
    digest,
  };
}

const hash = (value: unknown) => sha256(canonicalJson(value));
