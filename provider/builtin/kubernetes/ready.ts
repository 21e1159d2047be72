import { type CoreV1Api, CoreV1Api as CoreApi } from "@kubernetes/client-node";
import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import { podsOf } from "../../../runtimes/kubernetes/client.ts";
import { hiderOf } from "../../../runtimes/kubernetes/hider.ts";
import { type Trouble, troubleOf } from "../../../runtimes/kubernetes/trouble.ts";
import type { ResourceContext } from "../../kind.ts";
import type { Cluster, KubernetesObject } from "./cluster.ts";

/** Seconds that a workload may take to become ready, its image's way to the node included. */
const PATIENCE = 300;
/** Seconds after which what does not get better counts as what it is. */
const TROUBLED = 20;
const LAST_LINES = 20;

interface Workload {
  metadata?: { generation?: number };
  spec?: { replicas?: number };
  status?: {
    observedGeneration?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    replicas?: number;
  };
}

/**
 * Waits until a workload runs as it was asked for; other objects are ready when they are there.
 * @throws TensoraError that names the pod's trouble and what to do, long before the deadline where it is hopeless
 */
export async function untilReady(
  cluster: Cluster,
  object: KubernetesObject,
  ctx: ResourceContext,
): Promise<void> {
  if (object.kind !== "Deployment" && object.kind !== "StatefulSet") return;
  const core = cluster.config.makeApiClient(CoreApi);
  const name = object.metadata?.name ?? "";
  let since: number | undefined;
  const giveUp = async () => {
    const trouble = await troubleNow(core, cluster.namespace, name);
    if (!trouble) since = undefined;
    else since ??= performance.now();
    const long = since !== undefined && performance.now() - since > TROUBLED * 1000;
    return trouble && (trouble.hopeless || long)
      ? failure(core, cluster.namespace, name, trouble)
      : undefined;
  };
  await until(`${name} to be ready`, () => isReadyNow(cluster, object), {
    deadline: PATIENCE,
    every: 250,
    signal: ctx.signal,
    giveUp,
  });
}

/** Whether a workload runs as it was asked for at this moment. */
export const isReadyNow = async (cluster: Cluster, object: KubernetesObject) =>
  isReady((await cluster.read(object)) as Workload | undefined);

function isReady(workload: Workload | undefined): boolean {
  if (!workload) return false;
  const { metadata = {}, spec = {}, status = {} } = workload;
  const wanted = spec.replicas ?? 1;
  return (
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
    (status.updatedReplicas ?? 0) === wanted &&
    (status.readyReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted
  );
}

async function troubleNow(core: CoreV1Api, namespace: string, name: string): Promise<Trouble | undefined> {
  const pods = await podsOf(core, namespace, name);
  return pods.map(troubleOf).find((trouble) => trouble !== undefined);
}

async function failure(
  core: CoreV1Api,
  namespace: string,
  name: string,
  trouble: Trouble,
): Promise<TensoraError> {
  const lines = trouble.container ? await lastLines(core, namespace, name, trouble) : [];
  const said = lines.map((line) => `\n  | ${line}`).join("");
  return new TensoraError(`${name} ${trouble.words}${said}`, {
    where: `services.${name}`,
    next: [trouble.next],
  });
}

async function lastLines(core: CoreV1Api, namespace: string, name: string, { container, previous }: Trouble) {
  const [pod] = await podsOf(core, namespace, name);
  const options = { namespace, name: pod?.metadata?.name ?? "", tailLines: LAST_LINES };
  const which = { ...(container ? { container } : {}), ...(previous ? { previous } : {}) };
  // A container that never ran has said nothing.
  const log = await core.readNamespacedPodLog({ ...options, ...which }).catch(() => "");
  const hide = (await hiderOf(core, namespace, name)) ?? ((text: string) => text);
  return hide(String(log)).split("\n").filter(Boolean);
}
