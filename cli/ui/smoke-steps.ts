import type { StepKind } from "../../steps/common/step.ts";
import { bad, faint, good, warn } from "./colours.ts";
import { elapsed, firstLine } from "./format.ts";
import { columns } from "./table.ts";

/** A smoke step's result as `smoke --json` prints it. */
export interface ShownStep {
  name: string;
  kind: StepKind;
  status: "passed" | "failed" | "pending" | "skipped";
  /** Milliseconds. */
  ms: number;
  detail: string;
}

const COLOURED = { passed: good, failed: bad, pending: warn, skipped: faint } as const;

/** A table of smoke steps with their figures. */
export const stepLines = (steps: readonly ShownStep[]): string[] =>
  columns(
    steps.map(({ name, status, ms, detail }) => [
      name,
      COLOURED[status](status),
      status === "skipped" ? "" : elapsed(ms),
      firstLine(detail),
    ]),
  );

/** `9 passed, 1 pending`. */
export function stepCounts(steps: readonly ShownStep[]): string {
  const counts = Object.keys(COLOURED).map((status) => [
    status,
    steps.filter((s) => s.status === status).length,
  ]);
  return (
    counts.flatMap(([status, count]) => (count ? [`${count} ${status}`] : [])).join(", ") || "none has run"
  );
}
