import type { KubernetesSpec } from "./devnet.ts";
import type { ServiceName } from "./services.ts";

/** Where a service of a stack is found. Plain data: it goes into the inputs of steps and comes out of a state file. */
export type ServiceHandle =
  | { runtime: "process" /** The stack's folder. */; dir: string; name: ServiceName | "supervisor" }
  | { runtime: "docker" /** The daemon's address. */; host: string; container: string }
  | ({ runtime: "kubernetes"; name: ServiceName } & Pick<
      KubernetesSpec,
      "kubeconfig" | "context" | "namespace"
    >);

/** How a service does, in words that all runtimes have. */
export type ServiceCondition =
  | "starting"
  | "running"
  | "restarting"
  | "crash-loop"
  | "init-failed"
  | "unhealthy"
  | "stopping"
  | "stopped"
  | "dead";
