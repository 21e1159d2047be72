import type { Foundation } from "../resources/foundation.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import { founded } from "./foundation.ts";
import { withHost } from "./host.ts";
import type { Runtime } from "./runtime.ts";

/** What runs the stack's services, and what the stack is founded on, which the engine has taken then. */
export async function runtimeOf(spec: DevnetSpec): Promise<Runtime> {
  const foundation = await founded(spec);
  return { ...withHost(await chosen(spec, foundation), spec), foundation };
}

/** Each runtime is loaded when it is wanted: their libraries are large. */
async function chosen(spec: DevnetSpec, foundation: Foundation): Promise<Runtime> {
  switch (spec.runtime.kind) {
    case "process":
      return (await import("./process/index.ts")).processRuntime(spec);
    case "docker":
      return (await import("./docker/index.ts")).dockerRuntime(spec, foundation);
    case "kubernetes":
      return (await import("./kubernetes/index.ts")).kubernetesRuntime(spec, foundation);
  }
}
