import fs from "node:fs";
import path from "node:path";
import { isAlive } from "./identity.ts";
import { layout } from "./layout.ts";
import type { Descriptor, ServiceRecord, ServiceStatus, SupervisorRecord } from "./protocol.ts";

/**
 * The files that a supervisor leaves for the next one and for clients. Written in one step and synchronously: a
 * process must never run without a record of it. All are readable by their owner only.
 */
export function writeDurably(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = fs.openSync(temporary, "w", 0o600);
  try {
    fs.writeSync(handle, `${JSON.stringify(value, undefined, 2)}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, file);
}

/** Undefined where there is no such file, or none that is whole. */
function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as T;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export const readDescriptor = (dir: string, name: string) =>
  readJson<Descriptor>(layout.descriptor(dir, name));

export const readRecord = (dir: string, name: string) => readJson<ServiceRecord>(layout.record(dir, name));

export const readSupervisor = (dir: string) => readJson<SupervisorRecord>(layout.supervisor(dir));

/** The names of all services that a stack has descriptors of, in alphabetical order. */
export function serviceNames(dir: string): string[] {
  try {
    const files = fs.readdirSync(layout.services(dir));
    return files
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -5))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** A record as it is true now: of a process that has ended unseen only that much is known. */
export function verified(record: ServiceRecord | undefined): ServiceRecord {
  if (!record) return { state: "dead", restarts: 0 };
  const { process: known, lastExit, ...rest } = record;
  if (known && isAlive(known)) return { ...record, state: "running" };
  // An exit on record is that of an earlier process.
  if (known) return { ...rest, state: "dead" };
  const settled = ["stopped", "init-failed", "crash-loop"].includes(record.state);
  return { ...record, state: settled ? record.state : "dead" };
}

/** What a client is told, from a descriptor and its record. */
export function statusOf(
  dir: string,
  descriptor: Descriptor,
  record: ServiceRecord,
  supervised: boolean,
): ServiceStatus {
  const { state, restarts, lastExit, process: known } = record;
  return {
    name: descriptor.name,
    state,
    supervised,
    restarts,
    ...(known ? { pid: known.pid, startedAt: known.startedAt } : {}),
    ...(lastExit ? { lastExit } : {}),
    digest: descriptor.digest,
    log: layout.log(dir, descriptor.name),
  };
}
