import fs from "node:fs/promises";
import path from "node:path";
import { stackDir } from "../../config/derive.ts";
import { stackNames } from "../../config/stack-file.ts";
import { readStack } from "../../engine/index.ts";
import { TensoraError } from "../../lib/errors.ts";
import { until } from "../../lib/wait.ts";
import { runEngine } from "../engine-run.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { root, type StackOptions } from "../request.ts";
import { agreed, onTerminal } from "../ui/ask.ts";
import { exitCodeOf, resultDocument, resultLines } from "../ui/result.ts";
import { viewOf } from "../ui/view.ts";

/** Deletes everything that a stack has: services, chains, contracts' records, files. */
export async function destroy(options: StackOptions): Promise<ExitCode> {
  const { stack, target = [], json = false } = options;
  await refuseUnknown(stack);
  const asks = stack !== "local" || onTerminal();
  if (asks && !(await agreed(question(stack, target), options))) return EXIT.cancelled;
  const view = await viewOf("destroy", json);
  const interrupts = listenToInterrupts((line) => view.say(line));
  try {
    const result = await runEngine("destroy", options, view, interrupts);
    if (result.ok && target.length === 0) await removeRemains(stackDir(root(), stack));
    view.end();
    if (json) console.log(JSON.stringify(resultDocument(result), undefined, 2));
    (json ? console.error : console.log)(resultLines("destroy", result).join("\n"));
    return exitCodeOf(result);
  } finally {
    view.end();
    interrupts.release();
  }
}

const question = (stack: string, target: readonly string[]) =>
  target.length === 0
    ? `Delete stack ${stack} and its chains?`
    : `Delete ${target.join(", ")} of stack ${stack}?`;

/** A stack that has no file may still have a state, which can be destroyed. */
async function refuseUnknown(stack: string): Promise<void> {
  const names = await stackNames(root());
  if (names.includes(stack)) return;
  const { resources } = await readStack(root(), stack);
  if (resources.length > 0) return;
  throw new TensoraError(`there is no stack ${stack}`, {
    next: [`existing stacks: ${names.join(", ") || "none"}`],
  });
}

/** Seconds that the supervisor has to end once it has nothing to do. */
const FAREWELL = 15;

/**
 * Logs, journals and kept ports: what is no resource, and of no use without the resources. A service that the state
 * has forgotten is stopped first.
 */
async function removeRemains(dir: string): Promise<void> {
  const { isSupervised, listServices, stopServices } = await import("../../runtimes/process/client.ts");
  if ((await listServices(dir)).length > 0) await stopServices(dir);
  const gone = async () => !(await isSupervised(dir));
  await until("the supervisor to exit", gone, { deadline: FAREWELL, every: 20 });
  await fs.rm(dir, { recursive: true, force: true });
  // Other stacks may have their folders beside it.
  await fs.rmdir(path.dirname(dir)).catch(() => undefined);
}
