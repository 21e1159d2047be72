import type { Foundation } from "../resources/foundation.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Runtime } from "./common/runtime.ts";
import { LOOPBACK } from "./common/urls.ts";
import { founded } from "./foundation.ts";
import { withHost } from "./host.ts";
import { processRuntime } from "./process/index.ts";

/** What runs the stack's services, and what the stack is founded on, which the engine has taken then. */
export async function runtimeOf(spec: DevnetSpec): Promise<Runtime> {
  const foundation = await founded(spec);
  const host = processRuntime({ ...spec, listen: LOOPBACK });
  return { ...withHost(await chosen(spec, foundation), host), foundation };
}

/** Those of large libraries are loaded when they are wanted. */
async function chosen(spec: DevnetSpec, foundation: Foundation): Promise<Runtime> {
  const { runtime } = spec;
  switch (runtime.kind) {
    case "process":
      return processRuntime(spec);
    case "docker":
      return (await import("./docker/index.ts")).dockerRuntime(spec, runtime, foundation);
    case "kubernetes": {
      const { kubernetesRuntime } = await import("./kubernetes/index.ts");
      return kubernetesRuntime(spec, runtime, { foundation, local: processRuntime(spec) });
    }
  }
}
