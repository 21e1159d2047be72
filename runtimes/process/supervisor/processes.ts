import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findMarked, identityOf, isAlive, type ProcessIdentity, signalGroup } from "../identity.ts";
import { layout } from "../layout.ts";
import { type Descriptor, type ExitInfo, MARK, markOf } from "../protocol.ts";

/** Milliseconds between two looks at a process that is no child of this one. */
const LOOK = 250;
/** Seconds that a killed process may take to vanish. */
const VANISH = 10;

/** A process that is watched. */
export interface Watched {
  identity: ProcessIdentity & { startedAt: string };
  ended: Promise<ExitInfo>;
}

export type Phase = keyof typeof MARK;

/**
 * Starts a service's program, or its init, in a process group of its own. It writes its log itself, so that it does
 * not notice when this process ends.
 * @param onStarted called before anything else can happen, to record the process
 */
export async function start(
  dir: string,
  descriptor: Descriptor,
  phase: Phase,
  onStarted: (identity: Watched["identity"]) => void = () => {},
): Promise<Watched | ExitInfo> {
  const log = layout.log(dir, descriptor.name);
  fs.mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  fs.mkdirSync(descriptor.data, { recursive: true, mode: 0o700 });
  const output = fs.openSync(log, "a", 0o600);
  const args = phase === "run" ? descriptor.args : (descriptor.init?.args ?? []);
  try {
    const child = spawn(descriptor.program, args, {
      cwd: descriptor.data,
      env: environment(dir, descriptor, phase),
      stdio: ["ignore", output, output],
      detached: true,
    });
    const problem = new Promise<ExitInfo>((resolve) => {
      child.once("error", (error) => resolve(exitOf(phase, null, null, error.message)));
    });
    if (child.pid === undefined) return await problem;
    const ended = new Promise<ExitInfo>((resolve) => {
      child.once("exit", (code, signal) => resolve(exitOf(phase, code, signal)));
    });
    // A child that has ended already is not reaped before its exit is told: its identity is of no use then.
    const known = identityOf(child.pid);
    if (!known) return await ended;
    const identity = { ...known, startedAt: new Date().toISOString() };
    onStarted(identity);
    return { identity, ended };
  } catch (error) {
    return exitOf(phase, null, null, String(error));
  } finally {
    fs.closeSync(output);
  }
}

/** Watches a process that a former supervisor has started. Its exit code is its parent's alone. */
export function adopt(identity: Watched["identity"]): Watched {
  const ended = (async () => {
    while (isAlive(identity)) await sleep(LOOK);
    return exitOf("run", null, null);
  })();
  return { identity, ended };
}

/** Asks a process to end, and kills its group when it does not within the grace (seconds). */
export async function halt(watched: Watched, stop: Descriptor["stop"]): Promise<ExitInfo> {
  signalGroup(watched.identity, stop.signal);
  const polite = await resultOrTimeout(watched.ended, stop.grace);
  if (polite) return polite;
  signalGroup(watched.identity, "SIGKILL");
  const killed = await resultOrTimeout(watched.ended, VANISH);
  if (killed) return killed;
  throw new Error(`process ${watched.identity.pid} does not exit, even after SIGKILL`);
}

/** Kills what a service's processes have left behind, such as their children, or an init that nobody waits for. */
export async function sweep(dir: string, service: string, phases: readonly Phase[]): Promise<void> {
  const left = phases.flatMap((phase) => findMarked(markOf(phase, dir, service)));
  for (const identity of left) signalGroup(identity, "SIGKILL");
  const end = performance.now() + VANISH * 1000;
  while (left.some(isAlive)) {
    if (performance.now() > end) throw new Error(`processes of ${service} do not exit after SIGKILL`);
    await sleep(10);
  }
}

export const exitOf = (
  phase: ExitInfo["phase"],
  code: number | null,
  signal: string | null,
  problem?: string,
): ExitInfo => ({
  code,
  signal,
  at: new Date().toISOString(),
  phase,
  ...(problem === undefined ? {} : { problem }),
});

/** No more than programs need, and nothing of whoever has started this process. */
const environment = (dir: string, descriptor: Descriptor, phase: Phase): Record<string, string> => ({
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LANG: "C.UTF-8",
  HOME: descriptor.data,
  ...descriptor.env,
  ...descriptor.secretEnv,
  [MARK[phase]]: `${dir}:${descriptor.name}`,
});

/** Not `lib/within.ts`: the work goes on, and that it took too long is no error. Undefined after the time (seconds). */
async function resultOrTimeout<T>(promise: Promise<T>, seconds: number): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, sleep(seconds * 1000, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
