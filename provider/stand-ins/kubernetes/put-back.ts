import { CoreV1Api } from "@kubernetes/client-node";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { podsOf } from "../../../runtimes/kubernetes/client.ts";
import type { ResourceContext } from "../../kind.ts";
import type { Cluster, KubernetesObject } from "./cluster.ts";
import { untilReady } from "./ready.ts";

/** Applies a workload's former specification again. @returns the error that tells of both */
export async function putBack(
  cluster: Cluster,
  former: KubernetesObject,
  failure: unknown,
  ctx: ResourceContext,
): Promise<TensoraError> {
  const name = former.metadata?.name ?? "";
  ctx.log("was not ready: goes back to its former specification");
  const outcome = await again().then(
    () => "the former one runs again",
    (error) => `neither did the former one, which was put back: ${messageOf(error)}`,
  );
  return new TensoraError(`${name} did not become ready by its new specification; ${outcome}`, {
    where: `services.${name}`,
    cause: failure,
  });

  async function again(): Promise<void> {
    await cluster.apply(former, false);
    // A StatefulSet waits for ever for a broken pod to become ready before it replaces it.
    if (former.kind === "StatefulSet") await removePods(cluster, name);
    await untilReady(cluster, former, ctx);
  }
}

async function removePods(cluster: Cluster, name: string): Promise<void> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  for (const pod of await podsOf(core, cluster.namespace, name))
    await core.deleteNamespacedPod({ name: pod.metadata?.name ?? "", namespace: cluster.namespace });
}
