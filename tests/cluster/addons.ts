import fs from "node:fs";
import path from "node:path";
import {
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import { IMAGES, type Layout, NET, NODE, STORAGE_CLASS } from "./layout.ts";

/** How many volumes there are: each is used once. */
const VOLUMES = 24;

/** What a cluster has besides its own programs: CoreDNS, and volumes on the node's disk. */
export async function addAddons(place: Layout): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(place.kubeconfig("admin"));
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const object of [...dns(), ...storage(place)])
    await api.patch(object, undefined, undefined, "tensora-test", true, PatchStrategy.ServerSideApply);
}

const inSystem = (name: string) => ({ name, namespace: "kube-system" });
const LABELS = { "k8s-app": "kube-dns" };

function dns(): KubernetesObject[] {
  const corefile = `.:53 {
  errors
  ready
  kubernetes cluster.local in-addr.arpa
  cache 1
}
`;
  const rules = [
    { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
  ];
  const role = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "coredns" };
  const container = {
    name: "coredns",
    image: IMAGES.coredns,
    args: ["-conf", "/etc/coredns/Corefile"],
    volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
    readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
  };
  const ports = ["UDP", "TCP"].map((protocol) => ({
    name: `dns-${protocol.toLowerCase()}`,
    port: 53,
    protocol,
  }));
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: inSystem("coredns") },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "coredns" }, rules },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "coredns" },
      roleRef: role,
      subjects: [{ kind: "ServiceAccount", ...inSystem("coredns") }],
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: inSystem("coredns"), data: { Corefile: corefile } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: inSystem("kube-dns"),
      spec: { clusterIP: NET.dns, selector: LABELS, ports },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: inSystem("coredns"),
      spec: {
        selector: { matchLabels: LABELS },
        template: {
          metadata: { labels: LABELS },
          spec: {
            serviceAccountName: "coredns",
            dnsPolicy: "Default",
            containers: [container],
            volumes: [{ name: "config", configMap: { name: "coredns" } }],
          },
        },
      },
    },
  ] as KubernetesObject[];
}

function storage({ volumes }: Layout): KubernetesObject[] {
  const names = Array.from({ length: VOLUMES }, (_, index) => `local-${index}`);
  const node = { key: "kubernetes.io/hostname", operator: "In", values: [NODE] };
  return [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: STORAGE_CLASS },
      provisioner: "kubernetes.io/no-provisioner",
      volumeBindingMode: "WaitForFirstConsumer",
    },
    ...names.map((name) => {
      const folder = path.join(volumes, name);
      fs.mkdirSync(folder, { recursive: true });
      return {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name },
        spec: {
          capacity: { storage: "20Gi" },
          accessModes: ["ReadWriteOnce"],
          persistentVolumeReclaimPolicy: "Retain",
          storageClassName: STORAGE_CLASS,
          local: { path: folder },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [node] }] } },
        },
      };
    }),
  ] as KubernetesObject[];
}
