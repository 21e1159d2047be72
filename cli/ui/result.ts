import type { EngineResult, OperationKind } from "../../engine/index.ts";
import { masked } from "../../engine/index.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { bad, strong, warn } from "./colours.ts";
import { countsText, elapsed } from "./format.ts";

/** The exit code of a run of the engine. */
export function exitCodeOf({
  ok,
  cancelled,
  errors,
}: Pick<EngineResult, "ok" | "cancelled" | "errors">): ExitCode {
  if (ok) return EXIT.ok;
  return cancelled && errors.length === 0 ? EXIT.cancelled : EXIT.failed;
}

/** The last words of a run: every failure whole, then what was done and in what time. */
export function resultLines(operation: OperationKind, result: EngineResult): string[] {
  const tense = operation === "preview" ? "plan" : "past";
  const failures = result.errors.map(
    ({ name, message }) => `${bad("error")} ${name ? `${strong(name)}: ` : ""}${message}`,
  );
  const time = elapsed(result.durationMs);
  const done = `${operation}: ${countsText(result.counts, tense)} (${time})`;
  if (result.ok) return [done];
  const how = result.cancelled && result.errors.length === 0 ? warn("stopped") : bad("failed");
  const next = `  next: run it again; it continues where it stopped`;
  return [...failures, `${done}, ${how}`, ...(operation === "preview" ? [] : [next])];
}

/** The one JSON document of a run. */
export const resultDocument = ({ ok, cancelled, counts, outputs, errors, durationMs }: EngineResult) => ({
  ok,
  cancelled,
  counts,
  outputs: masked(outputs),
  errors,
  durationMs,
});
