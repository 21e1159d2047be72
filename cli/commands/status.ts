import { setTimeout as sleep } from "node:timers/promises";
import { createLogUpdate } from "log-update";
import { EXIT, type ExitCode } from "../exit.ts";
import type { StackOptions } from "../request.ts";
import { notUp } from "../../stack/read.ts";
import { readStatus, type Status } from "../status/read.ts";
import { statusLines } from "../status/text.ts";

export interface StatusOptions extends StackOptions {
  /** Shows it anew every second, until Ctrl-C; with `--json` a line each. */
  watch?: boolean;
}

/** Milliseconds between two looks. */
const EVERY = 1000;

/** Which services run, how far the chains are, and what fires. All is well only when all run. */
export async function status({ stack, json = false, watch = false }: StatusOptions): Promise<ExitCode> {
  const first = await readStatus(stack);
  if (first.services.length === 0) throw notUp(stack);
  if (watch) return await watched(stack, json, first);
  console.log(json ? JSON.stringify(first, undefined, 2) : statusLines(first).join("\n"));
  return isWell(first) ? EXIT.ok : EXIT.failed;
}

const isWell = ({ services }: Status) => services.every(({ state }) => state === "running");

async function watched(stack: string, json: boolean, first: Status): Promise<ExitCode> {
  const { stdout } = process;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const inPlace = createLogUpdate(stdout);
  let seen = first;
  while (!stop.signal.aborted) {
    if (json) console.log(JSON.stringify(seen));
    else if (stdout.isTTY) inPlace(statusLines(seen).join("\n"));
    else console.log(`${statusLines(seen).join("\n")}\n`);
    await sleep(EVERY, undefined, { signal: stop.signal }).catch(() => undefined);
    if (!stop.signal.aborted) seen = await readStatus(stack);
  }
  inPlace.done();
  return isWell(seen) ? EXIT.ok : EXIT.failed;
}
