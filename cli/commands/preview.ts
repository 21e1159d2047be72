import type { EngineEvent, PropertyDifference } from "../../engine/index.ts";
import { runEngine } from "../engine-run.ts";
import type { ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import type { StackOptions } from "../request.ts";
import { isOfEngine } from "../ui/format.ts";
import { exitCodeOf, resultLines } from "../ui/result.ts";
import { type View, type ViewEvent, viewOf } from "../ui/view.ts";

type Planned = Pick<Extract<EngineEvent, { kind: "step" }>, "op" | "name" | "type" | "reason"> & {
  differences: PropertyDifference[];
};

/** Says what `up` would do, and changes nothing. */
export async function preview(options: StackOptions): Promise<ExitCode> {
  const { json = false } = options;
  const view = await viewOf("preview", json);
  const interrupts = listenToInterrupts((line) => view.say(line));
  const changes: Planned[] = [];
  try {
    const result = await runEngine("preview", options, collecting(view, changes), interrupts);
    view.end();
    if (json) {
      const { ok, counts, errors, durationMs } = result;
      console.log(JSON.stringify({ ok, changes, counts, errors, durationMs }, undefined, 2));
    } else {
      for (const change of changes) for (const line of differenceLines(change)) console.log(line);
    }
    (json ? console.error : console.log)(resultLines("preview", result).join("\n"));
    return exitCodeOf(result);
  } finally {
    view.end();
    interrupts.release();
  }
}

/** The same view, which also keeps what is planned. */
const collecting = (view: View, changes: Planned[]): View => ({
  show(event: ViewEvent) {
    view.show(event);
    if (event.kind !== "step" || event.phase !== "done" || event.op === "same" || isOfEngine(event.type))
      return;
    const { op, name, type, reason, differences } = event;
    changes.push({ op, name, type, reason, differences });
  },
  say: (line) => view.say(line),
  end: () => view.end(),
});

/** What changes in one resource, value by value; of a new one every value is new, and none is listed. */
function differenceLines({ op, name, differences }: Planned): string[] {
  if (op === "create" || op === "delete" || differences.length === 0) return [];
  return [name, ...differences.map((difference) => `  ${difference.path}: ${change(difference)}`)];
}

function change({ kind, old, new: next, replaces }: PropertyDifference): string {
  // No input differs: the provider has seen it in the world.
  if (old === undefined && next === undefined) return "is not as it was left";
  const how = { add: `+ ${text(next)}`, delete: `- ${text(old)}`, update: `${text(old)} -> ${text(next)}` }[
    kind
  ];
  return replaces ? `${how} (needs a new one)` : how;
}

const LONGEST = 100;

function text(value: unknown): string {
  const whole = JSON.stringify(value) ?? "nothing";
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
}
