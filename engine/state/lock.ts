import crypto from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere } from "../../lib/files.ts";

interface Holder {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
  /** When the process began, in the kernel's ticks: tells a process from a later one with the same pid. */
  startTicks?: string | undefined;
}

/** As long as the other one has only just come; an older one holds the lock. */
const ATTEMPTS = 10;

/**
 * Locks a stack as Pulumi's file backend does: every contender writes a file of its own into the stack's lock
 * folder, and only the one that is alone there holds the lock. Files of processes that are gone are removed.
 * @returns a function that releases the lock
 * @throws TensoraError naming the holder
 */
export async function lockStack(folder: string): Promise<() => Promise<void>> {
  await fs.mkdir(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const own = path.join(folder, `${crypto.randomUUID()}.json`);
    await fs.writeFile(own, JSON.stringify(await myself()), { flag: "wx", mode: 0o600 });
    const other = await livingHolder(folder, own);
    if (!other) return () => fs.rm(own, { force: true });
    await fs.rm(own, { force: true });
    // Two that arrive at the same moment both give way; after different pauses one of them finds itself alone.
    const age = Date.now() - Date.parse(other.timestamp);
    if (attempt === ATTEMPTS || age > 2000) throw lockedBy(other, folder);
    await sleep(50 + Math.random() * 200);
  }
}

async function livingHolder(folder: string, own: string): Promise<Holder | undefined> {
  for (const name of await fs.readdir(folder)) {
    const file = path.join(folder, name);
    if (file === own || !name.endsWith(".json")) continue;
    const text = await readIfThere(file);
    if (text === undefined) continue;
    const holder = parseHolder(text) ?? (await holderOfTornFile(file));
    if (!holder) continue;
    if (await isAlive(holder)) return holder;
    await fs.rm(file, { force: true });
  }
  return undefined;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return typeof holder.pid === "number" ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** A lock that is not readable yet was begun a moment ago, or its writer died: after a while it counts as dead. */
async function holderOfTornFile(file: string): Promise<Holder | undefined> {
  const stat = await fs.stat(file).catch(() => undefined);
  if (!stat) return undefined;
  const holder = { pid: 0, username: "unknown", hostname: "unknown", timestamp: stat.mtime.toISOString() };
  if (Date.now() - stat.mtimeMs < 5000) return holder;
  await fs.rm(file, { force: true });
  return undefined;
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.hostname !== os.hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  if (holder.startTicks === undefined) return true;
  return (await startTicks(holder.pid)) === holder.startTicks;
}

async function myself(): Promise<Holder> {
  return {
    pid: process.pid,
    username: os.userInfo().username,
    hostname: os.hostname(),
    timestamp: new Date().toISOString(),
    startTicks: await startTicks(process.pid),
  };
}

/** Field 22 of /proc/<pid>/stat; absent where there is no /proc. */
async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await fs.readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

const lockedBy = (holder: Holder, folder: string) =>
  new TensoraError(
    `the stack is in use by process ${holder.pid} of ${holder.username} on ${holder.hostname} since ${holder.timestamp}`,
    { where: folder, next: ["wait until it has finished", "if it no longer exists, remove its file there"] },
  );
