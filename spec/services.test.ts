import { expect, test } from "vitest";
import { ALL_SERVICES, BY_NAME, HEADS, NODES } from "./services.ts";

test("names are a cluster's and a host's, and no two services share a name or a port", () => {
  for (const { name } of ALL_SERVICES) expect(name).toMatch(/^[a-z][a-z0-9-]{0,20}$/);
  expect(Object.keys(BY_NAME)).toHaveLength(ALL_SERVICES.length);
  const ports = ALL_SERVICES.flatMap((service) => Object.values(service.ports));
  expect(new Set(ports).size).toBe(ports.length);
});

test("what a service is said to have, it has", () => {
  for (const { name, program, chain, ports, files, secretFiles, page, metrics, engine } of ALL_SERVICES) {
    expect(chain !== undefined, name).toBe(program in HEADS);
    for (const file of secretFiles) expect(files, name).toContain(file);
    for (const port of [page, metrics?.port, engine?.port])
      if (port !== undefined) expect(Object.keys(ports), name).toContain(port);
  }
});

test("an execution client is called by its own node's op-node, which stops before it", () => {
  for (const [name, own] of Object.entries(NODES)) {
    const [geth, node] = [BY_NAME[own.geth], BY_NAME[own.node]];
    expect([own.name, geth.role, node.role]).toEqual([name, name, name]);
    expect(geth.engine?.from).toBe(own.node);
    expect(node.stop.order).toBeLessThan(geth.stop.order);
  }
});
