import fs from "node:fs/promises";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PORTS, withDefaults } from "./defaults.ts";
import { keptPorts, type PortTable, portsFile, resolvePorts } from "./ports.ts";
import type { StackInput } from "./schema.ts";
import { NODES, SERVICES } from "../spec/services.ts";

const BATCHER = SERVICES.batcher.name;

let root: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "tensora-ports-"));
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

const place = (stack = "a") => ({ root, stack });
const ports = (input: StackInput, stack?: string) => resolvePorts(withDefaults(input), place(stack));
const numbers = (table: PortTable) => Object.values(table).flatMap((own) => Object.values(own));

describe("fixed ports", () => {
  it("are the defaults and what the file names, and nothing is written", async () => {
    const table = await ports({ services: { [BATCHER]: { ports: { rpc: 4000 } } } });
    expect(table).toEqual({ ...PORTS, [BATCHER]: { rpc: 4000, metrics: 9091 } });
    await expect(fs.access(portsFile(place()))).rejects.toThrow();
  });
});

describe("free ports", () => {
  it("are picked once, kept, complete, distinct and not the defaults", async () => {
    const first = await ports({ ports: "free" });
    const names = (table: PortTable) =>
      Object.fromEntries(Object.entries(table).map(([service, own]) => [service, Object.keys(own).sort()]));
    expect(names(first)).toEqual(names(PORTS));
    expect(new Set(numbers(first)).size).toBe(numbers(PORTS).length);
    for (const port of numbers(first)) expect(port).toBeGreaterThanOrEqual(20_000);
    expect(await ports({ ports: "free" })).toEqual(first);
    expect(await keptPorts(place())).toEqual(first);
  });

  it("keep what the file names, also when it names a picked one", async () => {
    const first = await ports({ ports: "free" });
    const taken = first[NODES.replica.geth]?.http as number;
    const second = await ports({ ports: "free", services: { [BATCHER]: { ports: { rpc: taken } } } });
    expect(second[BATCHER]?.rpc).toBe(taken);
    expect(second[NODES.replica.geth]?.http).not.toBe(taken);
    expect(second[NODES.replica.geth]?.ws).toBe(first[NODES.replica.geth]?.ws);
  });

  it("are never the same for two stacks that pick at the same time", async () => {
    const tables = await Promise.all(["a", "b", "c"].map((stack) => ports({ ports: "free" }, stack)));
    const all = tables.flatMap(numbers);
    expect(new Set(all).size).toBe(all.length);
  });

  it("leave an external L1 without any", async () => {
    const table = await ports({ ports: "free", l1: { kind: "external" } });
    expect(table[SERVICES.l1.name] ?? {}).toEqual({});
  });

  it("are picked again where the file that keeps them is broken", async () => {
    await ports({ ports: "free" });
    await fs.writeFile(portsFile(place()), "{");
    expect(numbers(await ports({ ports: "free" }))).toHaveLength(numbers(PORTS).length);
  });

  it("are not those that somebody listens on", async () => {
    const busy = new Set<number>();
    const servers: Server[] = [];
    try {
      for (let port = 20_000; port < 32_000 && busy.size < 200; port += 60) {
        const server = createServer();
        const ok = await new Promise<boolean>((answer) => {
          server.once("error", () => answer(false));
          server.listen(port, "127.0.0.1", () => answer(true));
        });
        if (!ok) continue;
        servers.push(server);
        busy.add(port);
      }
      const picked = await Promise.all(["a", "b", "c", "d"].map((stack) => ports({ ports: "free" }, stack)));
      expect(picked.flatMap(numbers).filter((port) => busy.has(port))).toEqual([]);
    } finally {
      for (const server of servers) server.close();
    }
  });
});
