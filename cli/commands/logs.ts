import { stackDir } from "../../config/derive.ts";
import { nearest } from "../../config/nearest.ts";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere } from "../../lib/files.ts";
import { controlOf } from "../../runtimes/handle.ts";
import type { ServiceHandle } from "../../spec/handle.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { isStepName } from "../../steps/index.ts";
import { stepLog } from "../../steps/results.ts";
import { root, type StackOptions, placeOf } from "../request.ts";
import { notUp, readServices } from "../../stack/read.ts";

export interface LogsOptions extends StackOptions {
  /** Goes on with what is written from now on, until Ctrl-C. */
  follow?: boolean;
  /** How many of the last lines. */
  lines: number;
}

/** The log of one service, or the whole error of a step that failed. */
export async function logs(
  service: string,
  { stack, follow = false, lines }: LogsOptions,
): Promise<ExitCode> {
  if (isStepName(service)) {
    console.log(
      (await readIfThere(stepLog(stackDir(root(), stack), service))) ??
        "the last run of this step did not fail",
    );
    return EXIT.ok;
  }
  const handle = await handleOf(service, stack);
  const control = await controlOf(handle);
  for (const line of await control.tail(handle, lines)) console.log(line);
  if (!follow) return EXIT.ok;
  const interrupts = listenToInterrupts(() => {});
  for await (const text of control.follow(handle, interrupts.polite)) process.stdout.write(text);
  return EXIT.ok;
}

/** Where a service is found. The supervisor of processes has a log, too. */
async function handleOf(service: string, stack: string): Promise<ServiceHandle> {
  const known = await readServices(placeOf(stack));
  if (known.length === 0) throw notUp(stack);
  const found = known.find(({ name }) => name === service)?.handle;
  if (found) return found;
  const dirs = known.flatMap(({ handle }) => (handle.runtime === "process" ? [handle.dir] : []));
  const [dir] = dirs;
  if (service === SUPERVISOR && dir !== undefined) return { runtime: "process", dir, name: SUPERVISOR };
  throw noLog(service, [...known.map(({ name }) => name), ...(dir === undefined ? [] : [SUPERVISOR])]);
}

const SUPERVISOR = "supervisor";

function noLog(service: string, names: string[]): TensoraError {
  const meant = nearest(service, names);
  const next = [`existing logs: ${names.join(", ")}`];
  return new TensoraError(`there is no log named ${service}${meant ? `; did you mean ${meant}?` : ""}`, {
    next,
  });
}
