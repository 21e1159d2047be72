import fs from "node:fs";

/** One process and no other: a pid alone is given away again after its process has ended. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks after boot, as the kernel says. */
  startTime: string;
  bootId: string;
}

let boot: string | undefined;

/** Changes with every boot. */
export function bootId(): string {
  boot ??= fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return boot;
}

/** The identity of a process that runs now; undefined when it has ended, be it reaped or not. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const stat = statOf(pid);
  return stat && { pid, startTime: stat.startTime, bootId: bootId() };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === bootId() && statOf(identity.pid)?.startTime === identity.startTime;
}

/**
 * Sends a signal to the group that a process leads, after a look whether it is still that process.
 * @returns false when it has ended
 */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  const leads = statOf(identity.pid)?.group === identity.pid;
  try {
    process.kill(leads ? -identity.pid : identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** All processes of this user whose environment has a variable with this value: `NAME=value`. */
export function findMarked(mark: string): ProcessIdentity[] {
  return allPids()
    .filter((pid) => readProc(pid, "environ")?.split("\0").includes(mark))
    .flatMap((pid) => identityOf(pid) ?? []);
}

/** Whether a process leads its group, as every service does. */
export const leadsGroup = ({ pid }: ProcessIdentity) => statOf(pid)?.group === pid;

export const allPids = () =>
  fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

interface Stat {
  group: number;
  startTime: string;
}

/** Undefined for a process that has ended, even where its parent has not asked for its exit code yet. */
function statOf(pid: number): Stat | undefined {
  const text = readProc(pid, "stat");
  if (text === undefined) return undefined;
  // The name in parentheses may have spaces and parentheses itself.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, , group] = fields;
  const startTime = fields[19];
  if (state === undefined || startTime === undefined || "ZXx".includes(state)) return undefined;
  return { group: Number(group), startTime };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended, or belongs to another user.
    return undefined;
  }
}
