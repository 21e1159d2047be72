import { CoreV1Api } from "@kubernetes/client-node";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import { podsOf } from "../../../runtimes/kubernetes/client.ts";
import { troubleOf } from "../../../runtimes/kubernetes/trouble.ts";
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
  ctx.log("did not become ready: rolling back to its previous specification");
  const outcome = await again().then(
    () => "the previous one is running again",
    (error) => `the previous one was restored but did not become ready either: ${messageOf(error)}`,
  );
  return new TensoraError(`${name} did not become ready with its new specification; ${outcome}`, {
    where: `services.${name}`,
    cause: failure,
  });

  async function again(): Promise<void> {
    await cluster.apply(former, false);
    await removePods(cluster, name, ctx);
    await untilReady(cluster, former, ctx);
  }
}

/** Seconds that a broken pod may take to go. */
const FAREWELL = 90;

/**
 * Removes the pods that are broken: a StatefulSet would wait for ever for them to become ready before it replaces them,
 * and nobody should take their trouble for that of the former ones.
 */
async function removePods(cluster: Cluster, name: string, { signal }: ResourceContext): Promise<void> {
  const { namespace } = cluster;
  const core = cluster.config.makeApiClient(CoreV1Api);
  const broken = (await podsOf(core, namespace, name)).filter((pod) => troubleOf(pod) !== undefined);
  for (const { metadata } of broken)
    await core.deleteNamespacedPod({ name: metadata?.name ?? "", namespace }).catch((error) => {
      if ((error as { code?: number }).code !== GONE) throw error;
    });
  const ids = new Set(broken.map(({ metadata }) => metadata?.uid));
  const gone = async () =>
    !(await podsOf(core, namespace, name)).some(({ metadata }) => ids.has(metadata?.uid));
  await until(`the broken pod of ${name} to be deleted`, gone, { deadline: FAREWELL, every: 250, signal });
}

const GONE = 404;
