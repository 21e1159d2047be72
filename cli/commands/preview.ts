import type { EngineEvent, PropertyDifference, StepOp } from "../../engine/index.ts";
import { TensoraError } from "../../lib/errors.ts";
import { runEngine } from "../engine-run.ts";
import type { ExitCode } from "../exit.ts";
import { drawn } from "../graph/draw.ts";
import { graphOf, type Registered } from "../graph/graph.ts";
import { listenToInterrupts } from "../interrupt.ts";
import type { EngineName, StackOptions } from "../request.ts";
import { isOfEngine } from "../ui/format.ts";
import { exitCodeOf, resultLines } from "../ui/result.ts";
import { type View, type ViewEvent, viewOf } from "../ui/view.ts";

export interface PreviewOptions extends StackOptions {
  /** Draws the order instead of what would change. */
  graph?: boolean;
}

type Planned = Pick<Extract<EngineEvent, { kind: "step" }>, "op" | "name" | "type" | "reason"> & {
  differences: PropertyDifference[];
};

interface Seen {
  changes: Planned[];
  resources: Registered[];
}

/** Operations after which a resource is not part of the stack, and the one that only reads it back. */
const GONE: readonly StepOp[] = ["delete", "delete-replaced", "remove-pending", "refresh"];

/**
 * Says what `up` would do, and changes nothing.
 * @throws TensoraError when the graph is asked of the Pulumi CLI
 */
export async function preview(options: PreviewOptions): Promise<ExitCode> {
  const { json = false, graph = false } = options;
  const run = graph ? { ...options, engine: graphEngine(options) } : options;
  const view = await viewOf("preview", json);
  const interrupts = listenToInterrupts((line) => view.say(line));
  const seen: Seen = { changes: [], resources: [] };
  try {
    const result = await runEngine("preview", run, collecting(view, seen), interrupts);
    view.end();
    const { ok, counts, errors, durationMs } = result;
    const { changes } = seen;
    const order = graph ? graphOf(seen.resources) : undefined;
    if (json) {
      const document = order ? { ok, ...order, errors } : { ok, changes, counts, errors, durationMs };
      console.log(JSON.stringify(document, undefined, 2));
    } else {
      for (const line of order ? drawn(order) : changes.flatMap(differenceLines)) console.log(line);
    }
    (json ? console.error : console.log)(resultLines("preview", result).join("\n"));
    return exitCodeOf(result);
  } finally {
    view.end();
    interrupts.release();
  }
}

/** The engine that tells what depends on what. @throws TensoraError when another one is asked for */
function graphEngine({ engine }: StackOptions): EngineName {
  if (engine !== "pulumi") return "embedded";
  throw new TensoraError("the Pulumi CLI does not tell a preview's order", {
    next: ["leave `--engine pulumi` out: the embedded engine previews the same program on the same state"],
  });
}

/** The same view, which also keeps what is planned, and what the stack will be made of. */
const collecting = (view: View, { changes, resources }: Seen): View => ({
  show(event: ViewEvent) {
    view.show(event);
    if (event.kind !== "step" || event.phase !== "done") return;
    if (!GONE.includes(event.op)) resources.push(event);
    if (event.op === "same" || isOfEngine(event.type)) return;
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
  if (old === undefined && next === undefined) return "differs from its recorded state";
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
