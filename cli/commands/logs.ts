import fs from "node:fs/promises";
import path from "node:path";
import { stackDir } from "../../config/derive.ts";
import { nearest } from "../../config/nearest.ts";
import { TensoraError } from "../../lib/errors.ts";
import { followLog, tailLog } from "../../runtimes/process/client.ts";
import { layout } from "../../runtimes/process/layout.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { root, type StackOptions } from "../request.ts";
import { notUp } from "../stack.ts";

export interface LogsOptions extends StackOptions {
  /** Goes on with what is written from now on, until Ctrl-C. */
  follow?: boolean;
  /** How many of the last lines. */
  lines: number;
}

/** The log of one service. */
export async function logs(
  service: string,
  { stack, follow = false, lines }: LogsOptions,
): Promise<ExitCode> {
  const dir = stackDir(root(), stack);
  await refuseUnknown(dir, service, stack);
  for (const line of await tailLog(dir, service, lines)) console.log(line);
  if (!follow) return EXIT.ok;
  const interrupts = listenToInterrupts(() => {});
  for await (const text of followLog(dir, service, interrupts.polite)) process.stdout.write(text);
  return EXIT.ok;
}

async function refuseUnknown(dir: string, service: string, stack: string): Promise<void> {
  const names = await logNames(dir);
  if (names.includes(service)) return;
  if (names.length === 0) throw notUp(stack);
  const meant = nearest(service, names);
  const next = [`name one of ${names.join(", ")}`];
  throw new TensoraError(`there is no log of ${service}${meant ? `; did you mean ${meant}?` : ""}`, { next });
}

/** Whoever has a log file, the supervisor included. */
async function logNames(dir: string): Promise<string[]> {
  const files = await fs.readdir(path.dirname(layout.supervisorLog(dir))).catch(() => []);
  return files.flatMap((file) => /^(.+)\.log$/.exec(file)?.[1] ?? []).sort();
}
