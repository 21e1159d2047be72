import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { execa } from "execa";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import { ensurePrograms } from "../../toolchain/index.ts";
import { programPath } from "../../toolchain/lookup.ts";
import { TEST_CLUSTER_TOOLS } from "../../toolchain/programs.ts";
import { addAddons } from "./addons.ts";
import { makeKeys } from "./certificates.ts";
import { writeConfiguration } from "./configuration.ts";
import { writeImages } from "./images.ts";
import { CGROUP, CONTEXT, type Layout, layout, NET, NODE, REGISTRY, STORAGE_CLASS } from "./layout.ts";
import { installPackages } from "./packages.ts";
import { cgroups, clearRemains, refuseSecond } from "./remains.ts";

/** Seconds for each stage of the start. */
const PATIENCE = 120;

/** A cluster of Kubernetes that tests may use. */
export interface Cluster {
  kubeconfig: string;
  context: string;
  /** Where images are pushed to, and the cluster pulls them from. */
  registry: string;
  storageClass?: string;
  stop(): Promise<void>;
}

/**
 * A throw-away cluster of one node with a real kubelet and a registry, in namespaces of its own: ending one process ends all
 * of it. Where KUBECONFIG is set, that file's current context and REGISTRY are used instead, and nothing is started.
 * @throws TensoraError without root
 */
export async function startCluster(): Promise<Cluster> {
  const { KUBECONFIG: given, REGISTRY: registry } = process.env;
  if ((given === undefined) !== (registry === undefined))
    throw new TensoraError("of KUBECONFIG and REGISTRY one is set and the other is not", {
      next: ["set both, for a cluster and a registry of yours, or none, for ones of the tests' own"],
    });
  if (given !== undefined && registry !== undefined) {
    const config = new KubeConfig();
    config.loadFromFile(given);
    return { kubeconfig: given, context: config.getCurrentContext(), registry, stop: async () => {} };
  }
  if (process.getuid?.() !== 0)
    throw new TensoraError("a cluster of the tests' own needs root", {
      next: ["run it as root, or set KUBECONFIG and REGISTRY to a cluster's and a registry's"],
    });
  await ensurePrograms([...TEST_CLUSTER_TOOLS, "attendant"]);
  await installPackages();
  const place = layout(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-cluster-")));
  for (const folder of [place.images, place.logs, place.run]) fs.mkdirSync(folder, { recursive: true });
  await Promise.all([makeKeys(place), writeImages(place)]);
  writeConfiguration(place);
  refuseSecond();
  await clearRemains();
  const process_ = launch(place);
  const stop = () => stopCluster(place, process_);
  try {
    await connect(process_);
    await ready(place, process_);
  } catch (error) {
    const failure = withLogs(place, error);
    await stop();
    throw failure;
  }
  return {
    kubeconfig: place.kubeconfig("admin"),
    context: CONTEXT,
    registry: REGISTRY,
    storageClass: STORAGE_CLASS,
    stop,
  };
}

/** Starts the first process of the cluster's namespaces. */
function launch(place: Layout): ChildProcess {
  for (const folder of cgroups()) fs.mkdirSync(path.join(folder, CGROUP), { recursive: true });
  const cpuset = "/sys/fs/cgroup/cpuset";
  for (const name of ["cpuset.cpus", "cpuset.mems"]) {
    if (!fs.existsSync(path.join(cpuset, name))) continue;
    fs.writeFileSync(path.join(cpuset, CGROUP, name), fs.readFileSync(path.join(cpuset, name)));
  }
  const programs = TEST_CLUSTER_TOOLS.map((name) => [`BIN_${name.replaceAll("-", "_")}`, programPath(name)]);
  const log = fs.openSync(path.join(place.logs, "init.log"), "a");
  const namespaces = [
    "--mount",
    "--net",
    "--pid",
    "--uts",
    "--ipc",
    "--fork",
    "--kill-child=KILL",
    "--mount-proc",
  ];
  const script = path.join(projectRoot(), "tests", "cluster", "init.sh");
  return spawn("unshare", [...namespaces, "--propagation", "slave", "bash", script], {
    env: {
      PATH: process.env.PATH,
      ROOT: place.root,
      INSIDE: NET.inside,
      SERVICES: NET.services,
      NODE,
      ...Object.fromEntries(programs),
    },
    stdio: ["ignore", log, log],
    detached: true,
  });
}

/** Links the cluster's network to this machine's. */
async function connect({ pid }: ChildProcess): Promise<void> {
  const children = `/proc/${pid}/task/${pid}/children`;
  const init = await until(
    "the cluster's first process",
    async () => fs.readFileSync(children, "utf8").trim() || undefined,
    {
      deadline: 10,
      every: 20,
    },
  );
  const ip = (...args: string[]) => execa("ip", args);
  await ip("link", "add", NET.link, "type", "veth", "peer", "name", "eth0", "netns", init);
  await ip("addr", "add", `${NET.outside}/30`, "dev", NET.link);
  await ip("link", "set", NET.link, "up");
  for (const network of [NET.pods, NET.services]) await ip("route", "add", network, "via", NET.inside);
}

async function ready(place: Layout, child: ChildProcess): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(place.kubeconfig("admin"));
  const core = config.makeApiClient(CoreV1Api);
  const giveUp = () =>
    child.exitCode === null ? undefined : new Error(`the cluster has ended: see ${place.logs}`);
  const wait = { deadline: PATIENCE, every: 200, giveUp };
  await until("the node", () => core.readNode({ name: NODE }), wait);
  await addAddons(place);
  const isReady = async () => {
    const { status } = await core.readNode({ name: NODE });
    return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True");
  };
  await until("the node to be ready", isReady, wait);
  const system = { namespace: "kube-system", labelSelector: "k8s-app=kube-dns" };
  const named = async () => {
    const { items } = await core.listNamespacedPod(system);
    return items[0]?.status?.containerStatuses?.[0]?.ready;
  };
  await until("CoreDNS", named, wait);
  await until(
    "the default service account",
    () => core.readNamespacedServiceAccount({ name: "default", namespace: "default" }),
    wait,
  );
}

async function stopCluster(place: Layout, child: ChildProcess): Promise<void> {
  // Its child, the first process of the namespaces, is killed with it, and with that one everything.
  if (child.pid !== undefined) await execa("kill", ["-KILL", String(child.pid)], { reject: false });
  const ended = async () => child.exitCode !== null || child.signalCode !== null;
  await until("the cluster's first process to end", ended, { deadline: 30, every: 50 });
  await clearRemains();
  // Mounts of a namespace go with its last process, a moment later: until then the folder is busy.
  await until("the cluster's folder to go", async () => isRemoved(place.root), { deadline: 30, every: 200 });
}

function isRemoved(folder: string): boolean {
  fs.rmSync(folder, { recursive: true, force: true });
  return !fs.existsSync(folder);
}

/** Lines of each log that an error keeps: the folder goes with the cluster. */
const LAST_LINES = 5;

/** A failed start, with what the programs said last. */
function withLogs({ logs }: Layout, cause: unknown): TensoraError {
  const said = fs.readdirSync(logs).flatMap((file) => {
    const lines = fs.readFileSync(path.join(logs, file), "utf8").split("\n").filter(Boolean);
    return lines.slice(-LAST_LINES).map((line) => `${file}: ${line}`);
  });
  return new TensoraError(`the cluster did not start: ${messageOf(cause)}`, { cause, next: said });
}
