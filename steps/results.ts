import fs from "node:fs/promises";
import path from "node:path";
import { readIfThere, writeSecret } from "../lib/files.ts";
import { SMOKE_STEPS, type StepName } from "./index.ts";
import type { StepKind } from "./common/step.ts";

/** What is known of a smoke step's last run, in `<dir>/smoke/`. */
export interface SmokeRecord {
  name: StepName;
  /** `pending` while it is. */
  kind: StepKind;
  status: "passed" | "failed" | "pending";
  /** Milliseconds that the run took. */
  ms: number;
  /** The figures seen, or the error's text. */
  detail: string;
  /** Seconds since the epoch when a pending step can go on. */
  due?: number;
  /** ISO 8601. */
  finishedAt: string;
}

/** A step's name as a file's. */
export const fileName = (step: StepName) => `${step.replaceAll("/", "-")}.json`;

const recordFile = (dir: string, step: StepName) => path.join(dir, "smoke", fileName(step));

export const writeSmokeResult = (dir: string, record: SmokeRecord): Promise<void> =>
  writeSecret(recordFile(dir, record.name), `${JSON.stringify(record, undefined, 2)}\n`);

/** The last run of a step, or undefined when it never ran to an end. */
export async function readSmokeResult(dir: string, step: StepName): Promise<SmokeRecord | undefined> {
  const text = await readIfThere(recordFile(dir, step));
  return text === undefined ? undefined : (JSON.parse(text) as SmokeRecord);
}

/** The last run of every smoke step that ran, in the order in which they are shown. @param dir the stack's folder */
export async function readSmokeResults(dir: string): Promise<SmokeRecord[]> {
  const records = await Promise.all(SMOKE_STEPS.map(({ name }) => readSmokeResult(dir, name)));
  return records.filter((record) => record !== undefined);
}

/** Where the whole error of a step's last run is, which messages cut to one line. @param dir the stack's folder */
export const stepLog = (dir: string, step: StepName) =>
  path.join(dir, "logs", fileName(step).replace(/\.json$/, ".log"));

export const writeStepLog = (dir: string, step: StepName, text: string): Promise<void> =>
  writeSecret(stepLog(dir, step), `${text}\n`);

export const removeStepLog = (dir: string, step: StepName): Promise<void> =>
  fs.rm(stepLog(dir, step), { force: true });

export const removeSmokeResult = (dir: string, step: StepName): Promise<void> =>
  fs.rm(recordFile(dir, step), { force: true });
