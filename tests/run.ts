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
import { suites as allSuites, type Run, type Suite } from "./suites.ts";

/**
 * Runs the suites one after the other while the toolchain builds beside them, and prints each one's time.
 * The last line is `N passed, N failed`, with the skipped ones where there are any.
 * @returns whether at least one test ran and none failed
 * @throws TensoraError for a suite that does not exist
 */
export async function runTests(only?: string): Promise<boolean> {
  const suites = suitesNamed(only);
  const builds = buildBeside(suites);
  let total = NONE;
  for (const suite of suites) total = sum(total, await runSuite(suite, builds));
  console.log(summary(total));
  return total.failed === 0 && total.passed > 0;
}

function suitesNamed(only: string | undefined): readonly Suite[] {
  const all = allSuites();
  const named = all.filter((s) => only === undefined || s.name === only);
  if (named.length > 0) return named;
  const names = all.map((s) => s.name).join(", ");
  throw new TensoraError(`there is no suite ${only}`, { next: [`name one of ${names}`] });
}

/** What is being built, by program. */
type Builds = ReadonlyMap<ToolName, Promise<void>>;

/**
 * Starts to build what the suites need, in their order and one after the other: the first suite does not wait for what
 * only the last one needs. A failure is thrown to the suites that wait for it.
 */
function buildBeside(suites: readonly Suite[]): Builds {
  const needs = [...new Set(suites.flatMap((s) => s.needs))];
  const say = sayOnce();
  const builds = new Map<ToolName, Promise<void>>();
  let last = needs.length > 0 ? ensureContracts(say).then(() => ensureProtocol(say)) : Promise.resolve();
  for (const name of needs) {
    last = last.then(() => ensurePrograms([name], say));
    last.catch(() => undefined);
    builds.set(name, last);
  }
  return builds;
}

async function runSuite(suite: Suite, builds: Builds): Promise<Counts> {
  const ready = await Promise.all(suite.needs.map((name) => builds.get(name))).then(
    () => undefined,
    messageOf,
  );
  const start = performance.now();
  const results =
    ready === undefined ? await runAll(suite.runs) : [{ counts: { ...NONE, failed: 1 }, log: ready }];
  const counts = results.map((r) => r.counts).reduce(sum, NONE);
  const log = results.map((r) => r.log).join("\n");
  await writeAtomic(path.join(projectRoot(), ".tensora", "tests", `${suite.name}.log`), `${log}\n`);
  if (counts.failed > 0) console.log(log);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`suite ${suite.name}: ${counts.failed > 0 ? "FAILED, " : ""}${summary(counts)} (${seconds} s)`);
  return counts;
}

async function runAll(runs: readonly Run[]) {
  const results = [];
  for (const run of runs) results.push(await runOne(run));
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

/** Prints every change of state once, instead of every tick. */
function sayOnce(): (event: ProgressEvent) => void {
  const last = new Map<string, string>();
  return ({ what, state, seconds }) => {
    if (last.get(what) === state) return;
    last.set(what, state);
    console.log(`${what}: ${state} (${seconds.toFixed(1)} s)`);
  };
}
