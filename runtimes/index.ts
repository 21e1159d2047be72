import type { DevnetSpec } from "../config/spec.ts";
import type { Runtime } from "./runtime.ts";

/** What runs the stack's services. Each runtime is loaded when it is wanted: their libraries are large. */
export async function runtimeOf(spec: DevnetSpec): Promise<Runtime> {
  switch (spec.runtime.kind) {
    case "process":
      return (await import("./process/index.ts")).processRuntime(spec);
    case "docker":
      return (await import("./docker/index.ts")).dockerRuntime(spec);
    case "kubernetes":
      return (await import("./kubernetes/index.ts")).kubernetesRuntime(spec);
  }
}
