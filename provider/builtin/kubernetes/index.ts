import { mustAnswer } from "../../../runtimes/kubernetes/client.ts";
import type { ResourceKind } from "../../kind.ts";
import type { KindTable } from "../../server/operation.ts";
import type { Builtin } from "../index.ts";
import { endpointOf } from "./cluster.ts";

/** What this project's programs make in a cluster: group, version and kind as the package's types have them. */
const TYPES = [
  "apps/v1:Deployment",
  "apps/v1:StatefulSet",
  "core/v1:ConfigMap",
  "core/v1:Namespace",
  "core/v1:PersistentVolumeClaim",
  "core/v1:Secret",
  "core/v1:Service",
  "networking.k8s.io/v1:Ingress",
  "networking.k8s.io/v1:NetworkPolicy",
  "policy/v1:PodDisruptionBudget",
];

const kinds: KindTable = Object.fromEntries(
  TYPES.map((type) => [
    `kubernetes:${type}`,
    async () => (await import("./object.ts")).objectKind(`kubernetes:${type}`) as unknown as ResourceKind,
  ]),
);

/** `@pulumi/kubernetes` for the embedded engine: every object by server-side apply. */
export const kubernetesBuiltin: Builtin = {
  kinds,
  configured: (config) => mustAnswer(endpointOf(config)),
};
