import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { TensoraError } from "../../lib/errors.ts";
import { until } from "../../lib/wait.ts";
import { CGROUP, NET } from "./layout.ts";

const HIERARCHIES = [
  "cpu",
  "cpuacct",
  "cpuset",
  "memory",
  "devices",
  "freezer",
  "blkio",
  "pids",
  "systemd",
  "unified",
];
/** Seconds that processes which were killed may take to be gone. */
const PATIENCE = 30;

/** The control groups of this machine, a folder a hierarchy. */
export const cgroups = () =>
  HIERARCHIES.map((name) => `/sys/fs/cgroup/${name}`).filter((folder) => fs.existsSync(folder));

const own = () => cgroups().map((folder) => path.join(folder, CGROUP));

/** @throws TensoraError when a cluster of tests runs: it has the names that another one would have */
export function refuseSecond(): void {
  const pids = new Set(own().flatMap(deepest).flatMap(processesIn));
  if (pids.size === 0) return;
  throw new TensoraError("a cluster of the tests runs already", {
    where: `processes ${[...pids].slice(0, 5).join(", ")}`,
    next: ["wait until it has ended, or use it: set KUBECONFIG and REGISTRY to what it printed"],
  });
}

/**
 * Removes the link and the control groups, also those of a cluster whose test was killed.
 * @throws DeadlineError when processes stay in them
 */
export async function clearRemains(): Promise<void> {
  await execa("ip", ["link", "del", NET.link], { reject: false });
  await until("the cluster's control groups to be empty", async () => emptied(), {
    deadline: PATIENCE,
    every: 100,
  });
}

/** What is left of a cluster on this machine, in words; nothing after a cluster has ended. */
export async function remains(): Promise<string[]> {
  const links = await execa("ip", ["-o", "link", "show"], { reject: false });
  const mounts = fs.readFileSync("/proc/mounts", "utf8").split("\n");
  const processes = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const ofCluster = (text: string) => text.includes("tensora-cluster-");
  return [
    ...links.stdout.split("\n").filter((line) => line.includes(` ${NET.link}`)),
    ...own().filter((folder) => fs.existsSync(folder)),
    ...mounts.filter(ofCluster),
    ...processes.filter((pid) => ofCluster(argumentsOf(pid))).map((pid) => `process ${pid}`),
  ];
}

function argumentsOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Whether no control group is left; those that processes are in cannot be removed yet. */
function emptied(): boolean {
  for (const group of own()) for (const folder of deepest(group)) tryRemove(folder);
  return own().every((folder) => !fs.existsSync(folder));
}

function tryRemove(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // A process is in it still.
  }
}

function processesIn(folder: string): string[] {
  try {
    return fs.readFileSync(path.join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

function deepest(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const below = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...below.flatMap((entry) => deepest(path.join(folder, entry.name))), folder];
}
