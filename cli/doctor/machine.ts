import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { readIfThere } from "../../lib/files.ts";
import { cacheDir } from "../../toolchain/cache.ts";
import type { ReportLine } from "../../toolchain/report.ts";
import { root } from "../request.ts";
import { bytes } from "../ui/format.ts";

/** Bytes that the toolchain's builds and a stack of some days take. */
const DISK = 6 * 1024 ** 3;
/** Bytes of memory that the default stack and its builds want. */
const MEMORY = 2 * 1024 ** 3;

/** What this machine has besides the toolchain: packages, room, and programs that other runtimes would need. */
export async function machineReport(): Promise<ReportLine[]> {
  return Promise.all([packages(), disk(), cache(), memory(), ...OPTIONAL.map(optional)]);
}

interface Optional {
  name: string;
  args: string[];
  why: string;
  next: string;
}

const OPTIONAL: readonly Optional[] = [
  {
    name: "docker",
    args: ["version", "--format", "{{.Server.Version}}"],
    why: "needed for the Docker runtime only",
    next: "docs.docker.com/engine/install, or `apt-get install docker.io`",
  },
  {
    name: "kubectl",
    args: ["version", "--client", "--output=yaml"],
    why: "needed for the Kubernetes runtime only",
    next: "kubernetes.io/docs/tasks/tools",
  },
];

async function optional({ name, args, why, next }: Optional): Promise<ReportLine> {
  const asked = await execa(name, args, { reject: false, timeout: 5000, stdin: "ignore" });
  if (!asked.failed) {
    const version = /gitVersion: (\S+)/.exec(asked.stdout)?.[1] ?? asked.stdout.split("\n", 1)[0] ?? "";
    return { name, kind: "tool", state: "ok", detail: version };
  }
  const there = asked.exitCode !== undefined;
  return {
    name,
    kind: "tool",
    state: "optional",
    detail: `${there ? "does not answer" : "not installed"}; ${why}`,
    next,
  };
}

/** npm's own record inside node_modules says what was installed by which lock file. */
async function packages(): Promise<ReportLine> {
  const line = { name: "npm packages", kind: "tool" } as const;
  const [record, lock] = await Promise.all([
    readIfThere(path.join(root(), "node_modules", ".package-lock.json")),
    readIfThere(path.join(root(), "package-lock.json")),
  ]);
  const next = "run `npm ci`; `./tensora` does this automatically";
  if (record === undefined) return { ...line, state: "missing", detail: "not installed", next };
  const installed = versionsIn(record);
  const wanted = Object.entries(versionsIn(lock ?? "{}"));
  // Packages of other platforms are in the lock file, but not installed.
  const others = wanted.filter(([name, version]) => name in installed && installed[name] !== version);
  if (others.length === 0)
    return { ...line, state: "ok", detail: `${Object.keys(installed).length} installed` };
  return {
    ...line,
    state: "later",
    detail: `${others.length} differ from the lock file's versions`,
    next,
  };
}

function versionsIn(lockFile: string): Record<string, string | undefined> {
  const { packages = {} } = JSON.parse(lockFile) as { packages?: Record<string, { version?: string }> };
  return Object.fromEntries(
    Object.entries(packages).flatMap(([name, { version }]) => (name === "" ? [] : [[name, version]])),
  );
}

async function disk(): Promise<ReportLine> {
  const { bavail, bsize } = await fs.statfs(root());
  const free = bavail * bsize;
  const line = { name: "disk", kind: "tool", detail: `${bytes(free)} free at ${root()}` } as const;
  if (free >= DISK) return { ...line, state: "ok" };
  return { ...line, state: "missing", next: `free some space: builds and chains take up to ${bytes(DISK)}` };
}

async function cache(): Promise<ReportLine> {
  const size = await sizeOf(cacheDir());
  return {
    name: "cache",
    kind: "tool",
    state: "ok",
    detail: `${bytes(size)} in ${cacheDir()}; safe to delete`,
  };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      fs.stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function memory(): Promise<ReportLine> {
  const detail = `${bytes(os.totalmem())}, ${os.availableParallelism()} processors`;
  const line = { name: "memory", kind: "tool", detail } as const;
  if (os.totalmem() >= MEMORY) return { ...line, state: "ok" };
  return { ...line, state: "missing", next: `use a machine with ${bytes(MEMORY)} or more` };
}
