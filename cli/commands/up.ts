import { refuseCopied, runEngine } from "../engine-run.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { root, type StackOptions } from "../request.ts";
import { setUp } from "../setup.ts";
import { shownOutputs } from "../../stack/read.ts";
import { agreed } from "../ui/ask.ts";
import { endpointLines } from "../ui/endpoints.ts";
import { exitCodeOf, resultDocument, resultLines } from "../ui/result.ts";
import { stepCounts, stepLines } from "../ui/smoke-steps.ts";
import { viewOf } from "../ui/view.ts";

/** Sets up what is missing, then makes the stack as its file says and proves that it works. */
export async function up(options: StackOptions): Promise<ExitCode> {
  const { stack, json = false } = options;
  if (stack !== "local" && !(await agreed(`Bring up stack ${stack}?`, options))) return EXIT.cancelled;
  const view = await viewOf("up", json);
  const interrupts = listenToInterrupts((line) => view.say(line));
  try {
    await refuseCopied(stack);
    await setUp(options, view, interrupts);
    const result = await runEngine("up", options, view, interrupts);
    view.end();
    const smoke = await smokeResults(stack);
    if (json) console.log(JSON.stringify({ ...resultDocument(result), smoke }, undefined, 2));
    const say = json ? console.error : console.log;
    if (smoke.length > 0 && changedAnything(result.counts))
      say(["", "Smoke steps", ...stepLines(smoke), ""].join("\n"));
    if (result.ok) say(["", ...endpointLines(shownOutputs(result.outputs)), ""].join("\n"));
    say(resultLines("up", result).join("\n"));
    if (smoke.length > 0) say(`smoke steps: ${stepCounts(smoke)}`);
    return exitCodeOf(result);
  } finally {
    view.end();
    interrupts.release();
  }
}

async function smokeResults(stack: string) {
  const [{ readSmokeResults }, { stackDir }] = await Promise.all([
    import("../../steps/results.ts"),
    import("../../config/derive.ts"),
  ]);
  return readSmokeResults(stackDir(root(), stack));
}

const changedAnything = ({ same: _, ...changes }: Partial<Record<string, number>>) =>
  Object.values(changes).some((count) => (count ?? 0) > 0);
