import path from "node:path";
import { execa } from "execa";
import { messageOf, TensoraError } from "../lib/errors.ts";
import { writeAtomic } from "../lib/files.ts";
import { projectRoot } from "../lib/root.ts";
import {
  ensureContracts,
  ensurePrograms,
  ensureProtocol,
  type ProgressEvent,
  type ToolName,
} from "../toolchain/index.ts";
import { type Counts, NONE, sum, summary } from "./counts.ts";
import { type Run, type Suite, suites, suitesFor } from "./suites.ts";
import { type Row, table } from "./table.ts";

/**
 * Runs the suites one after the other while the toolchain builds beside them. Prints each one's time as it ends, and at
 * the end a table of all suites, their parts and the builds. The last line is `N passed, N failed`, with the skipped ones
 * where there are any.
 * @param only one suite, or one file of tests
 * @returns whether at least one test ran and none failed
 * @throws TensoraError for a suite or a file that does not exist
 */
export async function runTests(only?: string): Promise<boolean> {
  const wanted = suitesFor(only);
  if (wanted.length === 0) throw noSuch(only);
  const built: Row[] = [];
  const builds = buildBeside(wanted, built);
  const rows: Row[] = [];
  let total = NONE;
  for (const suite of wanted) total = sum(total, await runSuite(suite, builds, rows));
  console.log(`${table(["suite", "passed", "failed", "skipped", "seconds"], rows)}\n`);
  if (built.length > 0) console.log(`${table(["build", "state", "seconds"], built)}\n`);
  console.log(summary(total));
  return total.failed === 0 && total.passed > 0;
}

function noSuch(only = ""): TensoraError {
  const names = suites().map((s) => s.name);
  return new TensoraError(`there is no suite or file of tests ${only}`, {
    next: [`use one of ${names.join(", ")}, or the path of a file that ends with .test.ts`],
  });
}

/** What is being built, by program. */
type Builds = ReadonlyMap<ToolName, Promise<void>>;

/**
 * Starts to build what the suites need, in their order and one after the other: the first suite does not wait for what
 * only the last one needs. A failure is thrown to the suites that wait for it.
 * @param rows gets one for each thing that was built or found
 */
function buildBeside(suites: readonly Suite[], rows: Row[]): Builds {
  const needs = [...new Set(suites.flatMap((s) => s.needs))];
  const say = sayOnce(rows);
  const builds = new Map<ToolName, Promise<void>>();
  let last = needs.length > 0 ? ensureContracts(say).then(() => ensureProtocol(say)) : Promise.resolve();
  for (const name of needs) {
    last = last.then(() => ensurePrograms([name], say));
    last.catch(() => undefined);
    builds.set(name, last);
  }
  return builds;
}

async function runSuite(suite: Suite, builds: Builds, rows: Row[]): Promise<Counts> {
  const ready = await Promise.all(suite.needs.map((name) => builds.get(name))).then(
    () => undefined,
    messageOf,
  );
  const start = performance.now();
  const results =
    ready === undefined ? await runAll(suite.runs) : [{ ...NOT_RUN, name: suite.name, log: ready }];
  const counts = results.map((r) => r.counts).reduce(sum, NONE);
  const log = results.map((r) => r.log).join("\n");
  await writeAtomic(path.join(projectRoot(), ".tensora", "tests", `${suite.name}.log`), `${log}\n`);
  for (const { counts: one, log: said } of results) if (one.failed > 0) console.log(said);
  const took = seconds(start);
  console.log(`suite ${suite.name}: ${counts.failed > 0 ? "FAILED, " : ""}${summary(counts)} (${took} s)`);
  rows.push(rowOf(suite.name, counts, took));
  if (results.length > 1) rows.push(...results.map((one) => rowOf(`  ${one.name}`, one.counts, one.seconds)));
  return counts;
}

const NOT_RUN = { counts: { ...NONE, failed: 1 }, seconds: "0.0" };
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
const rowOf = (name: string, { passed, failed, skipped }: Counts, took: string): Row => [
  name,
  ...[passed, failed, skipped].map(String),
  took,
];

async function runAll(runs: readonly Run[]) {
  const results = [];
  for (const run of runs) {
    const start = performance.now();
    const result = await runOne(run);
    results.push({ ...result, name: run.name, seconds: seconds(start) });
  }
  return results;
}

async function runOne({ command, args, cwd, count }: Run): Promise<{ counts: Counts; log: string }> {
  await count.prepare?.();
  const result = await execa(path.resolve(projectRoot(), command), args, {
    cwd: path.join(projectRoot(), cwd ?? ""),
    all: true,
    reject: false,
    stdin: "ignore",
    env: { FORCE_COLOR: "0" },
  });
  // A program that could not be started has printed nothing.
  const log = result.all || result.message || "";
  return { counts: await count.of(log, !result.failed), log };
}

/** Prints every change of state once, instead of every tick. @param rows gets what is done */
function sayOnce(rows: Row[]): (event: ProgressEvent) => void {
  const last = new Map<string, string>();
  return ({ what, state, seconds: took }) => {
    if (last.get(what) === state) return;
    last.set(what, state);
    console.log(`${what}: ${state} (${took.toFixed(1)} s)`);
    if (state === "built" || state === "cached") rows.push([what, state, took.toFixed(1)]);
  };
}
