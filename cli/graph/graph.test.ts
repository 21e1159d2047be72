import { expect, test } from "vitest";
import { NODES } from "../../spec/services.ts";
import { drawn } from "./draw.ts";
import { graphOf, levels, type Registered, reduced, without } from "./graph.ts";

const NODE = NODES.sequencer.node;
const resource = (type: string, name: string, ...dependencies: string[]): Registered => ({
  urn: name,
  type,
  name,
  dependencies,
});
const STACK = [
  resource("pulumi:providers:docker", "docker"),
  resource("tensora:component:L1", "chain"),
  resource("tensora:index:L1Genesis", "l1-genesis", "docker"),
  resource("tensora:index:Volume", "l1-data", "l1-genesis"),
  resource("docker:index/container:Container", "l1", "l1-data", "docker"),
  resource("tensora:index:Step", "deploy/origin", "l1", "l1-genesis"),
  resource("tensora:index:Service", NODE, "deploy/origin", "l1"),
  resource("tensora:index:Step", "smoke/hardforks", NODE, "deploy/origin"),
  resource("tensora:index:Step", "smoke/genesis", "deploy/origin", NODE),
];

test("a graph has resources with their kinds, without components and providers", () => {
  const { nodes, edges } = graphOf(STACK);
  expect(nodes.map(({ name, kind }) => [name, kind])).toEqual([
    ["l1-genesis", "genesis"],
    ["l1-data", "other"],
    ["l1", "service"],
    ["deploy/origin", "deploy"],
    [NODE, "service"],
    ["smoke/hardforks", "gate"],
    ["smoke/genesis", "gate"],
  ]);
  expect(edges).toContainEqual({ from: "l1-data", to: "l1" });
  expect(edges.filter(({ from }) => from === "docker")).toEqual([]);
});

test("what is left out passes on what it waits for, and what follows from others goes", () => {
  const { edges } = reduced(without(graphOf(STACK), ({ kind }) => kind === "other"));
  expect(edges).toEqual([
    { from: "l1-genesis", to: "l1" },
    { from: "l1", to: "deploy/origin" },
    { from: "deploy/origin", to: NODE },
    { from: NODE, to: "smoke/hardforks" },
    { from: NODE, to: "smoke/genesis" },
  ]);
});

test("a level is one above the highest that is waited for", () => {
  expect(Object.fromEntries(levels(graphOf(STACK)))).toMatchObject({
    "l1-genesis": 0,
    l1: 2,
    "smoke/genesis": 5,
  });
});

test("it is drawn in rows of what can begin at the same time", () => {
  const lines = drawn(graphOf(STACK)).map((line) => line.replaceAll(/ {2,}/g, "  "));
  expect(lines).toEqual([
    " 1  l1-genesis",
    " 2  l1  after l1-genesis",
    " 3  deploy/origin  after l1",
    ` 4  ${NODE}  after deploy/origin`,
    ` 5  smoke/genesis, smoke/hardforks  after ${NODE}`,
  ]);
});

test("a long row goes on in the next line", () => {
  const names = ["subnet-epochs", "subnet-incentives", "subnet-yuma", "subnet-emissions", "inference"];
  const gates = names.map((name) => resource("tensora:index:Step", `smoke/${name}`));
  const lines = drawn(graphOf(gates));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^ {4}\S/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(66);
});
