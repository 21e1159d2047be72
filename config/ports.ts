import { randomInt } from "node:crypto";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { TensoraError } from "../lib/errors.ts";
import { readIfThere, writeAtomic } from "../lib/files.ts";
import { exclusively } from "../lib/lock.ts";
import { type Configuration, PORTS, portsOf } from "./defaults.ts";
import { STACKS } from "../lib/place.ts";
import { isObject } from "../lib/values.ts";
import { SERVICES } from "../spec/services.ts";
import { stackDir } from "./derive.ts";

/** Ports by service and name. */
export type PortTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Below the range that systems take for outgoing connections, above those of common services. */
const RANGE = { first: 20_000, last: 32_000 };
const TRIES = 1000;

export interface PortsPlace {
  root: string;
  stack: string;
}

/** Where a stack keeps the free ports that were picked for it. */
export const portsFile = ({ root, stack }: PortsPlace) => path.join(stackDir(root, stack), "ports.json");

/**
 * The ports of every service: the configured ones, and with `ports: free` the others picked once and kept.
 * Ports of the project's other stacks are never picked, be they up or down.
 */
export async function resolvePorts(config: Configuration, place: PortsPlace): Promise<PortTable> {
  const configured = configuredPorts(config);
  if (config.ports === "fixed") return configured;
  const kept = completed(configured, await keptPorts(place), config);
  if (kept.missing.length === 0) return kept.table;
  return await locked(place.root, async () => {
    // Another process may have picked meanwhile.
    const { table, missing } = completed(configured, await keptPorts(place), config);
    const taken = new Set([...(await portsOfOthers(place)), ...numbersOf(table)]);
    const picked: Record<string, Record<string, number>> = structuredClone(table);
    for (const [service, name] of missing) {
      const port = await pickFree(config.listen, taken);
      taken.add(port);
      picked[service] = { ...picked[service], [name]: port };
    }
    await writeAtomic(portsFile(place), `${JSON.stringify(picked, undefined, 2)}\n`);
    return picked;
  });
}

const configuredPorts = (config: Configuration): PortTable =>
  Object.fromEntries(Object.entries(config.services).map(([service, { ports }]) => [service, ports]));

const numbersOf = (table: PortTable) => Object.values(table).flatMap((ports) => Object.values(ports));

/** The ports that were picked for a stack earlier. A file that can't be read counts as none. */
export async function keptPorts(place: PortsPlace): Promise<PortTable> {
  try {
    const kept: unknown = JSON.parse((await readIfThere(portsFile(place))) ?? "{}");
    return isObject(kept) ? (kept as PortTable) : {};
  } catch {
    return {};
  }
}

/** Configured ports, then kept ones that no configured port has taken since, and what is left to pick. */
function completed(configured: PortTable, kept: PortTable, config: Configuration) {
  const taken = new Set(numbersOf(configured));
  const table: Record<string, Record<string, number>> = structuredClone(configured) as typeof table;
  const missing: [string, string][] = [];
  for (const [service, ports] of Object.entries(portsOf(config.subnets))) {
    if (service === SERVICES.l1.name && config.l1.kind === "external") continue;
    for (const name of Object.keys(ports)) {
      if (configured[service]?.[name] !== undefined) continue;
      const port = kept[service]?.[name];
      if (port === undefined || taken.has(port)) missing.push([service, name]);
      else {
        taken.add(port);
        table[service] = { ...table[service], [name]: port };
      }
    }
  }
  return { table, missing };
}

async function portsOfOthers({ root, stack }: PortsPlace): Promise<number[]> {
  const fixed = numbersOf(PORTS);
  const folders = await readdir(path.dirname(stackDir(root, stack)), { withFileTypes: true });
  const others = folders.filter((entry) => entry.isDirectory() && entry.name !== stack);
  const tables = await Promise.all(others.map((entry) => keptPorts({ root, stack: entry.name })));
  return [...fixed, ...tables.flatMap(numbersOf)];
}

/** A port that nobody listens on at this moment. */
async function pickFree(listen: string, taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(RANGE.first, RANGE.last);
    if (!taken.has(port) && (await isFree(listen, port))) return port;
  }
  throw new TensoraError(`no free port between ${RANGE.first} and ${RANGE.last}`, {
    where: listen,
    next: ["stop programs that listen there, or set ports under services in the stack file"],
  });
}

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer();
    server.once("error", () => answer(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => answer(true)));
  });

/** Two stacks of one project never pick at the same time. */
const locked = <T>(root: string, pick: () => Promise<T>): Promise<T> =>
  exclusively(path.join(path.resolve(root), STACKS, "ports.lock"), { patience: 30, every: 100 }, pick);
