import fs from "node:fs";
import type * as k8s from "@kubernetes/client-node";
import type { KubernetesSpec } from "../../spec/devnet.ts";
import { TensoraError } from "../../lib/errors.ts";
import { unlessGone } from "../common/control.ts";

/** How a cluster is reached: a context of a kubeconfig, and the namespace in it. */
export type ClusterEndpoint = Pick<KubernetesSpec, "kubeconfig" | "context" | "namespace">;

/**
 * The configuration of a client, for the context that the stack names and no other.
 * @throws TensoraError when there is no such file or no such context
 */
export async function clusterAt({
  kubeconfig,
  context,
}: Omit<ClusterEndpoint, "namespace">): Promise<k8s.KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (fs.existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else
    throw new TensoraError(`there is no kubeconfig ${kubeconfig}`, {
      where: "runtime.kubeconfig",
      next: ["set runtime.kubeconfig to the file that `kubectl config view` reads"],
    });
  const contexts = config.getContexts().map(({ name }) => name);
  if (!contexts.includes(context))
    throw new TensoraError(`the kubeconfig has no context ${context}`, {
      where: "runtime.context",
      next: [`use one of ${contexts.join(", ") || "those in another kubeconfig: this one has none"}`],
    });
  config.setCurrentContext(context);
  return config;
}

/** @throws TensoraError that says why the cluster does not answer */
export async function mustAnswer(endpoint: Omit<ClusterEndpoint, "namespace">): Promise<void> {
  const config = await clusterAt(endpoint);
  const { VersionApi } = await import("@kubernetes/client-node");
  try {
    await answerOrTimeout(PATIENCE, config.makeApiClient(VersionApi).getCode());
  } catch (cause) {
    throw new TensoraError(`the cluster of context ${endpoint.context} does not answer`, {
      where: config.getCurrentCluster()?.server ?? endpoint.context,
      cause,
      next: [`see \`kubectl --context ${endpoint.context} version\``, "or set another runtime.context"],
    });
  }
}

/** Seconds that a cluster may take to say its version. */
const PATIENCE = 10;

/** Not `lib/within.ts`: the client of Kubernetes takes no signal, so its request cannot be ended. */
const answerOrTimeout = <T>(seconds: number, answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<never>((_, failed) => {
      setTimeout(() => failed(new Error(`no answer within ${seconds} s`)), seconds * 1000).unref();
    }),
  ]);

/** A cluster's answer, or undefined where that is that there is no such thing. */
export const ifThere = unlessGone((error) => (error as { code?: unknown }).code === 404);

/** The label that all objects of a service carry. */
export const INSTANCE = "app.kubernetes.io/instance";

/** The pods of a service, the ready ones first. */
export async function podsOf(core: k8s.CoreV1Api, namespace: string, service: string): Promise<k8s.V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `${INSTANCE}=${service}` });
  return items
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .sort((a, b) => Number(isReady(b)) - Number(isReady(a)));
}

export const isReady = ({ status }: k8s.V1Pod) =>
  status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
