import path from "node:path";

/** Addresses of the test's cluster. They are its own network namespace's; the machine reaches them by one link. */
export const NET = {
  link: "tensora0",
  /** This machine's end of the link, and the cluster's. */
  outside: "10.99.0.1",
  inside: "10.99.0.2",
  pods: "10.244.0.0/24",
  services: "10.96.0.0/16",
  /** Of the API server and of CoreDNS. */
  api: "10.96.0.1",
  dns: "10.96.0.10",
} as const;

export const NODE = "tensora-node";
export const CONTEXT = "tensora-test";
export const STORAGE_CLASS = "local";
export const CGROUP = "tensora-k8s";
export const REGISTRY_PORT = 5000;

/** Where the registry is, for this machine and for the cluster alike. */
export const REGISTRY = `${NET.inside}:${REGISTRY_PORT}`;

/** Images that come with the cluster: no registry outside of it is reached. */
export const IMAGES = { pause: "tensora.test/pause:1", coredns: "tensora.test/coredns:1" } as const;

/** Files and folders of a cluster. */
export const layout = (root: string) => ({
  root,
  keys: path.join(root, "keys"),
  config: path.join(root, "config"),
  images: path.join(root, "images"),
  logs: path.join(root, "logs"),
  run: path.join(root, "run"),
  volumes: path.join(root, "volumes"),
  kubeconfig: (user: string) => path.join(root, "keys", `${user}.kubeconfig`),
});

export type Layout = ReturnType<typeof layout>;
