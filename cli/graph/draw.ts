import { type Graph, levels, reduced, without } from "./graph.ts";

/** What is drawn first where several can begin at the same time. */
const KINDS = ["genesis", "service", "deploy", "gate", "drill"];
/** Columns of the names, before what they wait for. */
const WIDTH = 62;

interface Row {
  level: number;
  rank: number;
  names: string[];
  after: string[];
}

/**
 * The order of a stack's services and steps as lines: a number for what can begin at the same time, names, and what they wait
 * for. Files, volumes and images are not drawn.
 */
export function drawn(graph: Graph): string[] {
  const rows = rowsOf(reduced(without(graph, ({ kind }) => kind === "other")));
  return rows.flatMap(({ level, names, after }, i) => {
    const number = level === rows[i - 1]?.level ? "" : String(level + 1);
    const lines = wrapped(names);
    return lines.map((line, j) => {
      const left = `${(j === 0 ? number : "").padStart(2)}  ${line}`;
      return j === 0 && after.length > 0 ? `${left.padEnd(WIDTH + 4)}  after ${after.join(", ")}` : left;
    });
  });
}

/** What waits for the same stands in one row. */
function rowsOf(graph: Graph): Row[] {
  const level = levels(graph);
  const nameOf = new Map(graph.nodes.map(({ urn, name }) => [urn, name]));
  const rows = new Map<string, Row>();
  for (const { urn, name, kind } of graph.nodes) {
    const froms = graph.edges.filter(({ to }) => to === urn).map(({ from }) => nameOf.get(from) ?? from);
    const after = froms.toSorted();
    const key = JSON.stringify([kind, ...after]);
    const row = rows.get(key) ?? { level: level.get(urn) ?? 0, rank: KINDS.indexOf(kind), names: [], after };
    rows.set(key, { ...row, names: [...row.names, name].toSorted() });
  }
  const first = ({ names: [name = ""] }: Row) => name;
  return [...rows.values()].toSorted(
    (a, b) => a.level - b.level || a.rank - b.rank || (first(a) < first(b) ? -1 : 1),
  );
}

function wrapped(names: readonly string[]): string[] {
  const lines = [""];
  names.forEach((name, i) => {
    const text = i === names.length - 1 ? name : `${name},`;
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = text;
    else if (line.length + 1 + text.length <= WIDTH) lines[lines.length - 1] = `${line} ${text}`;
    else lines.push(text);
  });
  return lines;
}
