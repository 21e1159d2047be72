/** A dashboard as this project writes it: what is asked, and how it reads. */
export interface Board {
  /** Also the name of its file. */
  uid: string;
  title: string;
  panels: readonly Panel[];
}

export interface Panel {
  title: string;
  /** `stat` shows the last value, large; `graph` the course. */
  kind: "graph" | "stat";
  unit: Unit;
  queries: readonly Query[];
}

export interface Query {
  /** PromQL. */
  expression: string;
  /** With labels in double braces. */
  legend: string;
}

/** Grafana's own names of units. */
export type Unit =
  | "none"
  | "short"
  | "s"
  | "ms"
  | "bytes"
  | "percentunit"
  | "ops"
  | "gwei"
  | "bool"
  | "BNB"
  | "TORA";

const panel =
  (kind: Panel["kind"]) =>
  (
    title: string,
    unit: Unit,
    ...queries: readonly (readonly [expression: string, legend: string])[]
  ): Panel => ({
    title,
    kind,
    unit,
    queries: queries.map(([expression, legend]) => ({ expression, legend })),
  });

export const graph = panel("graph");
export const stat = panel("stat");
