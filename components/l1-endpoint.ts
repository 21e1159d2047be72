import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";

/**
 * How a program is told where L1 is: by its flag, or by environment for an L1 of others, whose URL may hold an API key.
 * @param flag such as `--l1`
 * @param variable such as `OP_NODE_L1_ETH_RPC`
 */
export function l1Endpoint(
  spec: DevnetSpec,
  place: Placement,
  flag: string,
  variable: string,
): Required<Pick<ServiceSpec, "args" | "secretEnv">> {
  const url = place.url(SERVICES.l1.name, "http");
  if (spec.l1.kind === "dev") return { args: [`${flag}=${url}`], secretEnv: {} };
  return { args: [], secretEnv: { [variable]: url } };
}
