import type { ServiceHandle } from "../spec/handle.ts";
import type { ServiceControl } from "./common/control.ts";

/** What controls a service, loaded when it is asked for. */
export async function controlOf(handle: ServiceHandle): Promise<ServiceControl> {
  switch (handle.runtime) {
    case "process":
      return (await import("./process/control.ts")).processControl as ServiceControl;
    case "docker":
      return (await import("./docker/control.ts")).dockerControl as ServiceControl;
    case "kubernetes":
      return (await import("./kubernetes/control.ts")).kubernetesControl as ServiceControl;
  }
}
