import { EXIT, type ExitCode } from "../exit.ts";
import { type Interrupts, listenToInterrupts } from "../interrupt.ts";
import type { StackOptions } from "../request.ts";
import { planSmoke, type SmokePlan, skipped } from "../smoke/plan.ts";
import { runPlanned } from "../smoke/run.ts";
import { agreed } from "../ui/ask.ts";
import { elapsed, firstLine } from "../ui/format.ts";
import { type ShownStep, stepCounts, stepLines } from "../ui/smoke-steps.ts";

/**
 * Runs smoke steps of a stack that is up: without names all gates, and what was pending and is due; with names those,
 * drills too. Nothing but drills disturbs the stack.
 */
export async function smoke(names: string[], options: StackOptions): Promise<ExitCode> {
  const { stack, json = false } = options;
  const plan = await planSmoke(stack, names);
  const drills = plan.runs.filter(({ kind }) => kind === "drill");
  if (!plan.local && drills.length > 0) {
    const question = `${drills.map(({ name }) => name).join(", ")} will disturb stack ${stack}. Go on?`;
    if (!(await agreed(question, options))) return EXIT.cancelled;
  }
  const interrupts = listenToInterrupts((line) => console.error(line));
  try {
    const shown = await runAll(stack, plan, interrupts, json ? console.error : console.log);
    if (json) console.log(JSON.stringify(shown, undefined, 2));
    else console.log(["", ...stepLines(shown), "", `smoke steps: ${stepCounts(shown)}`].join("\n"));
    return shown.some(({ status }) => status === "failed") ? EXIT.failed : EXIT.ok;
  } finally {
    interrupts.release();
  }
}

/** Gates run side by side; then the drills, one after the other. */
async function runAll(
  stack: string,
  plan: SmokePlan,
  { polite }: Interrupts,
  say: (line: string) => void,
): Promise<ShownStep[]> {
  const run = async (planned: SmokePlan["runs"][number]) => {
    const shown = await runPlanned(planned, { stack, dir: plan.dir, signal: polite });
    const { name, status, ms, detail } = shown;
    say(`${status === "failed" ? "!" : "+"} ${name} ${status} (${elapsed(ms)}): ${firstLine(detail)}`);
    if (status === "failed" && detail.includes("\n")) say(detail.slice(firstLine(detail).length + 1));
    return shown;
  };
  const done = await Promise.all(plan.runs.filter(({ kind }) => kind !== "drill").map(run));
  for (const drill of plan.runs.filter(({ kind }) => kind === "drill")) done.push(await run(drill));
  const byName = new Map([...done, ...plan.others.map(skipped)].map((shown) => [shown.name, shown]));
  return plan.order.flatMap((name) => byName.get(name) ?? []);
}
