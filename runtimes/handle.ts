import type { ServiceCondition, ServiceHandle } from "../spec/handle.ts";

/** What can be done with a service that runs somewhere, besides what its resource does. */
export interface ServiceControl<H extends ServiceHandle = ServiceHandle> {
  /** `dead` where there is none. */
  condition(handle: H): Promise<ServiceCondition>;
  /** The last lines of its log. */
  tail(handle: H, lines: number): Promise<string[]>;
  /** What it writes from now on, until the signal. */
  follow(handle: H, signal: AbortSignal): AsyncIterable<string>;
  /** Ends it as a crash would; what supervises it starts it again. @throws TensoraError when it does not run */
  kill(handle: H): Promise<void>;
  /** Stops it in its own way and leaves it stopped; one that is stopped already stays so. Resolves when it has ended. */
  stop(handle: H): Promise<void>;
  /** Starts what was stopped. Resolves when it is being started: who needs it ready asks it. */
  start(handle: H): Promise<void>;
}

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
