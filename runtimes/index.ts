import type { DevnetSpec } from "../config/spec.ts";
import { withHost } from "./host.ts";
import type { Runtime } from "./runtime.ts";

/** What runs the stack's services. */
export const runtimeOf = async (spec: DevnetSpec): Promise<Runtime> => withHost(await chosen(spec), spec);

/** Each runtime is loaded when it is wanted: their libraries are large. */
async function chosen(spec: DevnetSpec): Promise<Runtime> {
  switch (spec.runtime.kind) {
    case "process":
      return (await import("./process/index.ts")).processRuntime(spec);
    case "docker":
      return (await import("./docker/index.ts")).dockerRuntime(spec);
    case "kubernetes":
      return (await import("./kubernetes/index.ts")).kubernetesRuntime(spec);
  }
}
