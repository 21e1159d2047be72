import { PassThrough } from "node:stream";
import type * as k8s from "@kubernetes/client-node";
import { notRunning, type ServiceControl } from "../common/control.ts";
import type { ServiceCondition, ServiceHandle } from "../../spec/handle.ts";
import { until } from "../../lib/wait.ts";
import { hiddenLines, linesOf } from "../common/hidden.ts";
import { clusterAt, ifThere, INSTANCE, isReady, podsOf } from "./client.ts";
import { hiderOf } from "./hider.ts";
import { troubleOf } from "./trouble.ts";

type Handle = Extract<ServiceHandle, { runtime: "kubernetes" }>;

/** Services in pods. */
export const kubernetesControl: ServiceControl<Handle> = {
  async condition(handle) {
    const pod = await podOf(handle);
    return pod ? conditionOf(pod.pod) : "dead";
  },
  async tail(handle, lines) {
    const found = await podOf(handle);
    if (!found) return [];
    const { core, pod, container } = found;
    const where = { namespace: handle.namespace, name: pod.metadata?.name ?? "", container };
    const log = await core.readNamespacedPodLog({ ...where, tailLines: lines });
    return linesOf(String(log ?? ""), await hiderOf(core, handle.namespace, handle.name));
  },
  async *follow(handle, signal) {
    const found = await podOf(handle);
    if (!found) return;
    const { Log } = await import("@kubernetes/client-node");
    const stream = new PassThrough();
    const name = found.pod.metadata?.name ?? "";
    const options = { follow: true, tailLines: 1 };
    const control = await new Log(found.config).log(handle.namespace, name, found.container, stream, options);
    signal.addEventListener("abort", () => control.abort(), { once: true });
    yield* hiddenLines(textsOf(stream), await hiderOf(found.core, handle.namespace, handle.name));
  },
  async kill(handle) {
    const found = await podOf(handle);
    if (!found) throw notRunning(handle.name);
    const { namespace } = handle;
    const name = found.pod.metadata?.name ?? "";
    await found.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
  },
  async stop(handle) {
    await scale(handle, 0);
    const gone = async () => (await podsLeft(handle)) === 0;
    await until(`${handle.name} to stop`, gone, { deadline: FAREWELL, every: 200 });
  },
  start: (handle) => scale(handle, 1),
};

async function* textsOf(stream: PassThrough): AsyncGenerator<string> {
  for await (const chunk of stream) yield String(chunk);
}

/** Seconds that a pod may take to end. */
const FAREWELL = 120;

/** How many pods a service is to have: a chain is a StatefulSet, everything else a Deployment. */
async function scale({ name, namespace, ...endpoint }: Handle, replicas: number): Promise<void> {
  const config = await clusterAt(endpoint);
  const { AppsV1Api } = await import("@kubernetes/client-node");
  const apps = config.makeApiClient(AppsV1Api);
  const at = { name, namespace };
  const to = (now: k8s.V1Scale) => ({ ...at, body: { ...now, spec: { ...now.spec, replicas } } });
  const deployment = await ifThere(apps.readNamespacedDeploymentScale(at));
  if (deployment) await apps.replaceNamespacedDeploymentScale(to(deployment));
  else await apps.replaceNamespacedStatefulSetScale(to(await apps.readNamespacedStatefulSetScale(at)));
}

/** Those that are ending as well. */
async function podsLeft({ name, namespace, ...endpoint }: Handle): Promise<number> {
  const config = await clusterAt(endpoint);
  const { CoreV1Api } = await import("@kubernetes/client-node");
  const labelSelector = `${INSTANCE}=${name}`;
  return (await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace, labelSelector })).items.length;
}

/** What a pod's state means. */
export function conditionOf(pod: k8s.V1Pod): ServiceCondition {
  if (pod.metadata?.deletionTimestamp !== undefined) return "stopping";
  if (isReady(pod)) return "running";
  const trouble = troubleOf(pod);
  if (trouble?.hopeless) return "crash-loop";
  return pod.status?.phase === "Running" ? "unhealthy" : "starting";
}

async function podOf({ name, ...endpoint }: Handle) {
  const config = await clusterAt(endpoint);
  const { CoreV1Api } = await import("@kubernetes/client-node");
  const core = config.makeApiClient(CoreV1Api);
  const [pod] = await podsOf(core, endpoint.namespace, name);
  return pod && { config, core, pod, container: pod.spec?.containers[0]?.name ?? "" };
}
