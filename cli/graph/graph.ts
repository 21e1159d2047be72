import { isServiceType } from "../../stack/recorded.ts";
import { isStepName, kindOf } from "../../steps/index.ts";
import type { StepKind } from "../../steps/common/step.ts";
import { isOfEngine } from "../ui/format.ts";

/** A resource as an engine or a program tells of it. */
export interface Registered {
  urn: string;
  type: string;
  name: string;
  /** URNs of what must be there first. */
  dependencies?: readonly string[] | undefined;
}

/** `other` is what lies between: files, volumes, images. */
export type NodeKind = "genesis" | "service" | StepKind | "other";

export interface GraphNode {
  urn: string;
  type: string;
  name: string;
  kind: NodeKind;
}

/** `to` begins when `from` is there. */
export interface Edge {
  from: string;
  to: string;
}

/** What a stack is made of, and in which order. */
export interface Graph {
  nodes: GraphNode[];
  edges: Edge[];
}

/** The graph of a stack's resources, without components, which only hold others together, and providers. */
export function graphOf(resources: readonly Registered[]): Graph {
  const shown = resources.filter(({ type }) => !type.startsWith("tensora:component:") && !isOfEngine(type));
  const there = new Set(shown.map(({ urn }) => urn));
  return {
    nodes: shown.map(({ urn, type, name }) => ({ urn, type, name, kind: nodeKind(type, name) })),
    edges: shown.flatMap(({ urn: to, dependencies = [] }) =>
      dependencies.filter((from) => there.has(from)).map((from) => ({ from, to })),
    ),
  };
}

function nodeKind(type: string, name: string): NodeKind {
  if (type === "tensora:index:Step") return isStepName(name) ? kindOf(name) : "other";
  if (/^tensora:index:L[12]Genesis$/.test(type)) return "genesis";
  return isServiceType(type) ? "service" : "other";
}

/** The graph of some of its nodes: those that are left out pass on what they wait for. */
export function without(graph: Graph, isLeftOut: (node: GraphNode) => boolean): Graph {
  const before = befores(graph);
  const leftOut = new Set(graph.nodes.filter(isLeftOut).map(({ urn }) => urn));
  const passed = (urn: string): string[] =>
    (before.get(urn) ?? []).flatMap((from) => (leftOut.has(from) ? passed(from) : [from]));
  const nodes = graph.nodes.filter(({ urn }) => !leftOut.has(urn));
  return {
    nodes,
    edges: nodes.flatMap(({ urn: to }) => [...new Set(passed(to))].map((from) => ({ from, to }))),
  };
}

/** The same order with the fewest edges: what follows from others is left out. */
export function reduced({ nodes, edges }: Graph): Graph {
  const before = befores({ nodes, edges });
  const above = new Map<string, ReadonlySet<string>>();
  const all = (urn: string): ReadonlySet<string> => {
    const known = above.get(urn);
    if (known) return known;
    const direct = before.get(urn) ?? [];
    const found = new Set(direct.flatMap((from) => [from, ...all(from)]));
    above.set(urn, found);
    return found;
  };
  const follows = ({ from, to }: Edge) => (before.get(to) ?? []).some((other) => all(other).has(from));
  return { nodes, edges: edges.filter((edge) => !follows(edge)) };
}

/** How many others come one after another before each, at most; by URN. */
export function levels(graph: Graph): ReadonlyMap<string, number> {
  const before = befores(graph);
  const found = new Map<string, number>();
  const level = (urn: string): number => {
    const known = found.get(urn) ?? Math.max(-1, ...(before.get(urn) ?? []).map(level)) + 1;
    found.set(urn, known);
    return known;
  };
  for (const { urn } of graph.nodes) level(urn);
  return found;
}

function befores({ edges }: Graph): ReadonlyMap<string, string[]> {
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  return before;
}
