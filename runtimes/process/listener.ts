import fs from "node:fs";
import { allPids } from "./identity.ts";

/** A socket's state in /proc/net/tcp. */
const LISTENS = "0A";

export interface Listener {
  pid: number;
  /** The beginning of its name and arguments. */
  command: string;
}

/** Who listens on a TCP port of this machine, as far as this user may know. */
export function listenerOf(port: number): Listener | undefined {
  const links = new Set(
    ["tcp", "tcp6"].flatMap((table) => inodesOf(table, port)).map((i) => `socket:[${i}]`),
  );
  if (links.size === 0) return undefined;
  const pid = allPids().find((each) => handlesOf(each).some((link) => links.has(link)));
  return pid === undefined ? undefined : { pid, command: commandOf(pid) };
}

function inodesOf(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const rows = attempt(() => fs.readFileSync(`/proc/net/${table}`, "utf8"), "")
    .split("\n")
    .slice(1);
  return rows.flatMap((row) => {
    const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
    return state === LISTENS && local?.endsWith(`:${wanted}`) && inode !== undefined ? [inode] : [];
  });
}

function handlesOf(pid: number): string[] {
  const handles = attempt(() => fs.readdirSync(`/proc/${pid}/fd`), [] as string[]);
  return handles.map((handle) => attempt(() => fs.readlinkSync(`/proc/${pid}/fd/${handle}`), ""));
}

/** The program and its first argument only: the others may hold what should not be shown. */
function commandOf(pid: number): string {
  const words = attempt(() => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8"), "").split("\0");
  return words.slice(0, 2).join(" ").trim().slice(0, 120);
}

/** Processes end while they are looked at, and those of others are closed. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
