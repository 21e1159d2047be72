import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { ServiceName } from "../../spec/services.ts";
import { podsOf } from "../../runtimes/kubernetes/client.ts";
import { kubernetesControl } from "../../runtimes/kubernetes/control.ts";
import { ensurePrograms } from "../../toolchain/index.ts";
import { CLUSTER_TOOLS } from "../../toolchain/programs.ts";
import { type Cluster, startCluster } from "../cluster/up.ts";
import type { Machine } from "./machine.ts";

/** Pods of a real cluster. */
export async function kubernetesMachine(): Promise<Machine & { cluster: Cluster }> {
  await ensurePrograms(CLUSTER_TOOLS);
  const cluster = await startCluster();
  const { kubeconfig, context, registry, storageClass } = cluster;
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const namespaceOf = (stack: string) => `tensora-${stack}`;
  return {
    cluster,
    values: {
      runtime: {
        kind: "kubernetes",
        kubeconfig,
        context,
        imageRegistry: `${registry}/tensora`,
        ...(storageClass === undefined ? {} : { storageClass }),
      },
    },
    healing: 240,
    async running({ name }) {
      const { items } = await core.listNamespacedPod({ namespace: namespaceOf(name) });
      const services = new Set(
        items.map(({ metadata }) => metadata?.labels?.["app.kubernetes.io/instance"] ?? ""),
      );
      const found = [...services].map(async (service) => {
        const [pod] = await podsOf(core, namespaceOf(name), service);
        return [service, pod?.status?.phase === "Running" ? (pod.metadata?.uid ?? "") : ""] as const;
      });
      return Object.fromEntries((await Promise.all(found)).filter(([, uid]) => uid !== ""));
    },
    kill: ({ name }, service) =>
      kubernetesControl.kill({
        runtime: "kubernetes",
        kubeconfig,
        context,
        namespace: namespaceOf(name),
        name: service as ServiceName,
      }),
    async leftovers(stack) {
      const { items } = await core.listNamespace();
      const names = items.flatMap(({ metadata }) => metadata?.name ?? []);
      const processes = await stack.processes();
      return [
        ...names.filter((name) => name === namespaceOf(stack.name)),
        ...processes.map(({ argv }) => argv.join(" ")),
      ];
    },
    end: () => cluster.stop(),
  };
}
