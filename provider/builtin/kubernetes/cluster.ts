import type * as k8s from "@kubernetes/client-node";
import { TensoraError } from "../../../lib/errors.ts";
import { type ClusterEndpoint, clusterAt } from "../../../runtimes/kubernetes/client.ts";
import type { Props, ResourceContext } from "../../kind.ts";

/** The cluster that the provider is configured with. @throws TensoraError without a context: none is taken by itself */
export function endpointOf({ kubeconfig, context, namespace }: Props): ClusterEndpoint {
  if (typeof context !== "string" || context === "")
    throw new TensoraError("the Kubernetes provider has no context", {
      where: "runtime.context",
      next: ["set runtime.context to the context that the stack should use"],
    });
  return {
    ...(typeof kubeconfig === "string" ? { kubeconfig } : {}),
    context,
    namespace: typeof namespace === "string" ? namespace : "default",
  };
}

/** An object as it is sent and comes back. */
export type KubernetesObject = k8s.KubernetesObject & { status?: unknown; spec?: unknown };

/** Who the fields belong to that this project sets. */
const MANAGER = "tensora";

/** The operations on objects that the built-in provider needs. */
export interface Cluster {
  config: k8s.KubeConfig;
  namespace: string;
  /** @param dry whether the cluster shall only say what would come of it */
  apply(object: KubernetesObject, dry: boolean): Promise<KubernetesObject>;
  /** Undefined where there is none. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  remove(object: KubernetesObject): Promise<void>;
}

const known = new Map<string, Promise<Cluster>>();

/** One client for all resources of a provider: it learns the cluster's kinds once. */
export function clusterOf({ config }: Pick<ResourceContext, "config">): Promise<Cluster> {
  const endpoint = endpointOf(config);
  const key = JSON.stringify(endpoint);
  const cluster = known.get(key) ?? connect(endpoint);
  known.set(key, cluster);
  return cluster;
}

async function connect(endpoint: ClusterEndpoint): Promise<Cluster> {
  const config = await clusterAt(endpoint);
  const { KubernetesObjectApi, PatchStrategy } = await import("@kubernetes/client-node");
  const api = KubernetesObjectApi.makeApiClient(config);
  return {
    config,
    namespace: endpoint.namespace,
    apply: (object, dry) =>
      api.patch(object, undefined, dry ? "All" : undefined, MANAGER, true, PatchStrategy.ServerSideApply),
    read: async (object) => {
      try {
        return await api.read(object as never);
      } catch (error) {
        if ((error as { code?: number }).code === 404) return undefined;
        throw error;
      }
    },
    remove: async (object) => {
      await api.delete(object, undefined, undefined, undefined, undefined, "Foreground").catch((error) => {
        if (error.code !== 404) throw error;
      });
    },
  };
}
