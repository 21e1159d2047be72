import type { EngineEvent } from "../../engine/index.ts";
import { runEngine } from "../engine-run.ts";
import type { ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { placeOf, type StackOptions } from "../request.ts";
import { notUp, readOwnStack } from "../../stack/read.ts";
import { exitCodeOf, resultDocument, resultLines } from "../ui/result.ts";
import { type View, viewOf } from "../ui/view.ts";

type Drift = Pick<Extract<EngineEvent, { kind: "step" }>, "name" | "type" | "reason" | "differences">;

/**
 * Reads everything back from the world and records it. What has drifted is said; `up` puts it right.
 * @throws TensoraError when there is nothing on record of the stack
 */
export async function refresh(options: StackOptions): Promise<ExitCode> {
  const { stack, json = false } = options;
  const { resources } = await readOwnStack(placeOf(stack));
  if (resources.length === 0) throw notUp(stack);
  const view = await viewOf("refresh", json);
  const interrupts = listenToInterrupts((line) => view.say(line));
  const drifts: Drift[] = [];
  const watching: View = {
    show(event) {
      view.show(event);
      if (event.kind !== "step" || event.phase !== "done" || event.op !== "refresh") return;
      const { name, type, reason, differences } = event;
      drifts.push({ name, type, reason, differences });
    },
    say: (line) => view.say(line),
    end: () => view.end(),
  };
  try {
    const result = await runEngine("refresh", options, watching, interrupts);
    view.end();
    if (json) console.log(JSON.stringify({ ...resultDocument(result), drifts }, undefined, 2));
    const said = drifts.length === 0 && result.ok ? ["no drift"] : [];
    (json ? console.error : console.log)([...said, ...resultLines("refresh", result)].join("\n"));
    return exitCodeOf(result);
  } finally {
    view.end();
    interrupts.release();
  }
}
