import path from "node:path";
import { inspect } from "node:util";
import { namingStack } from "../lib/advice.ts";
import { TensoraError } from "../lib/errors.ts";
import { exclusively } from "../lib/lock.ts";
import type { ServiceHandle } from "../spec/handle.ts";
import { withinDeadline } from "./deadline.ts";
import { stepFailure } from "./failure.ts";
import { loadStep, type StepName, stepName } from "./index.ts";
import { Journal } from "./common/journal.ts";
import { type Plain, plainResult } from "./plain.ts";
import { fileName, removeStepLog, type SmokeRecord, writeSmokeResult, writeStepLog } from "./results.ts";
import type { SmokeResult, Step } from "./common/step.ts";

export { readSmokeResults, type SmokeRecord } from "./results.ts";

export interface RunOptions {
  /** The stack's folder: journals, smoke results and the drills' lock are kept there. */
  dir: string;
  log(message: string): void;
  signal: AbortSignal;
  /** Replaces secrets in what is kept on record; what is returned or thrown is as it is. */
  mask?(text: string): string;
  /** The user has asked for this drill by name: it then runs on a stack that is not local, too. */
  allowDrill?: boolean;
}

export interface StepRun {
  result: Plain;
  /** Milliseconds. */
  ms: number;
}

/** How a drill waits for others: all there are, one after the other. */
const DRILLS = { patience: 3600, every: 250 };

/**
 * Runs a step within its deadline. What a smoke step reports is kept, its failure as well; `readSmokeResults` reads it.
 * @param inputs what the step's function takes
 * @throws TensoraError with what failed, where, and what to do next
 */
export async function runStep(name: string, inputs: unknown, options: RunOptions): Promise<StepRun> {
  const known = stepName(name);
  const step: Step = await loadStep(known);
  if (step.kind !== "drill") return runOne(known, step, inputs, options);
  if (!options.allowDrill && !isLocal(inputs)) throw notHere(known);
  const lock = path.join(options.dir, "steps", "drill.lock");
  const { signal: ended, log } = options;
  const others = { ...DRILLS, signal: ended, onWait: () => log("waiting for another drill to end") };
  return exclusively(lock, others, (signal) => runOne(known, step, inputs, { ...options, signal }));
}

/** The memory of a step between two attempts. */
export const journalOf = (dir: string, step: StepName) =>
  new Journal(path.join(dir, "steps", fileName(step)));

async function runOne(name: StepName, step: Step, inputs: unknown, options: RunOptions): Promise<StepRun> {
  const { dir, log, signal, mask = (text) => text } = options;
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  const keep = async (outcome: Outcome) => {
    if (step.kind === "deploy") return;
    const detail = mask(outcome.detail);
    await writeSmokeResult(dir, recordOf(name, step, { ...outcome, detail }, elapsed()));
  };
  try {
    const journal = journalOf(dir, name);
    const answer = await withinDeadline(step, inputs, { log, signal, journal, ...CONTROL });
    const result = plainResult(name, answer);
    await keep(result as unknown as SmokeResult);
    await removeStepLog(dir, name);
    return { result, ms: elapsed() };
  } catch (error) {
    await writeStepLog(dir, name, mask(inspect(error, { depth: 5 })));
    const failure = stepFailure(name, error, inputs);
    await keep({ status: "failed", detail: namingStack(failure.explain(), path.basename(dir)) });
    throw failure;
  }
}

/** What drills do to services, by the runtime of each. */
const does = (what: "kill" | "stop" | "start") => async (service: ServiceHandle) => {
  const { controlOf } = await import("../runtimes/handle.ts");
  await (await controlOf(service))[what](service);
};
const CONTROL = { kill: does("kill"), stop: does("stop"), start: does("start") };

type Outcome = Pick<SmokeRecord, "status" | "detail" | "due">;

function recordOf(name: StepName, step: Step, outcome: Outcome, ms: number): SmokeRecord {
  const { status, detail, due } = outcome;
  const kind = status === "pending" ? "pending" : step.kind;
  const finishedAt = new Date().toISOString();
  return { name, kind, status, ms, detail, ...(due === undefined ? {} : { due }), finishedAt };
}

const isLocal = (inputs: unknown) => (inputs as { local?: unknown } | undefined)?.local === true;

const notHere = (step: string) =>
  new TensoraError(`${step} disturbs the stack: except on local stacks, it runs only by name`, {
    where: step,
    next: [`run it by name: \`./tensora smoke ${step}\``],
  });
