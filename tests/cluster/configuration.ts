import fs from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { CGROUP, IMAGES, type Layout, NET, NODE, REGISTRY } from "./layout.ts";

/** Writes what containerd, the kubelet, kube-proxy and the registry are configured with. */
export function writeConfiguration(place: Layout): void {
  const files: Record<string, string> = {
    "containerd.toml": containerd(place),
    [`registries/${REGISTRY}/hosts.toml`]: plainHttp,
    "cni/10-bridge.conflist": JSON.stringify(network),
    "kubelet.yaml": stringify(kubelet(place)),
    "kube-proxy.yaml": stringify(proxy(place)),
    "registry.yaml": stringify(registry(place)),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(place.config, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

const plainHttp = `server = "http://${REGISTRY}"

[host."http://${REGISTRY}"]
  capabilities = ["pull", "resolve"]
`;

/** `restrict_oom_score_adj`: a machine of tests may lack CAP_SYS_RESOURCE. */
const containerd = ({ config }: Layout) => `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper",
]

[grpc]
  address = "/run/containerd/containerd.sock"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${IMAGES.pause}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${config}/registries"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${config}/cni"
`;

const network = {
  cniVersion: "0.4.0",
  name: "tensora",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isGateway: true,
      ipMasq: false,
      hairpinMode: true,
      ipam: {
        type: "host-local",
        dataDir: "/run/cni-ipam",
        ranges: [[{ subnet: NET.pods }]],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    },
    { type: "portmap", capabilities: { portMappings: true } },
  ],
};

/** Disks of machines of tests are full, and their cgroups of version 1. */
const kubelet = ({ keys }: Layout) => ({
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: `${keys}/ca.crt` },
  },
  authorization: { mode: "Webhook" },
  tlsCertFile: `${keys}/kubelet-server.crt`,
  tlsPrivateKeyFile: `${keys}/kubelet-server.key`,
  containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
  cgroupDriver: "cgroupfs",
  cgroupRoot: `/${CGROUP}`,
  failCgroupV1: false,
  failSwapOn: false,
  clusterDomain: "cluster.local",
  clusterDNS: [NET.dns],
  resolvConf: "",
  imageGCHighThresholdPercent: 100,
  evictionHard: {
    "memory.available": "200Mi",
    "nodefs.available": "0%",
    "nodefs.inodesFree": "0%",
    "imagefs.available": "0%",
    "imagefs.inodesFree": "0%",
  },
  oomScoreAdj: 0,
});

const proxy = (place: Layout) => ({
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  mode: "iptables",
  clusterCIDR: "10.244.0.0/16",
  clientConnection: { kubeconfig: place.kubeconfig("kube-proxy") },
  hostnameOverride: NODE,
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  nodePortAddresses: ["primary"],
  oomScoreAdj: 0,
  iptables: { minSyncPeriod: "50ms" },
});

const registry = ({ run }: Layout) => ({
  version: 0.1,
  log: { level: "warn" },
  storage: { filesystem: { rootdirectory: `${run}/registry` }, delete: { enabled: true } },
  http: { addr: `${REGISTRY}` },
});
