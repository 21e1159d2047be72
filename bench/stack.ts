import path from "node:path";
import { execa, type Options } from "execa";
import type { DevnetSpec } from "../config/index.ts";
import { ProgramError, TensoraError } from "../lib/errors.ts";
import { rpc } from "../lib/rpc.ts";
import { until } from "../lib/wait.ts";
import { NODES, type ServiceName } from "../spec/services.ts";
import { readSmokeResults } from "../steps/results.ts";
import type { BenchRun } from "./line.ts";

/** The stack that is measured, as `stacks/Pulumi.bench.yaml` has it. */
export const STACK = "bench";

/** Where a service of it answers. */
export const serviceUrl = ({ services }: DevnetSpec, service: ServiceName, port: string): string =>
  `http://127.0.0.1:${services[service].ports[port]}`;

/** Where its L2 answers: the sequencer's op-geth. */
export const l2Url = (spec: DevnetSpec): string => serviceUrl(spec, NODES.sequencer.geth, "http");

/** Seconds that an `up`, with its gates, may take at most. */
const LIMIT = 600;
/** Times that an `up` that changes nothing is measured. */
const NOOPS = 3;

/** Runs the project's own command as a user does. @throws ProgramError when it fails */
async function tensora(
  command: string,
  { root, signal }: BenchRun,
  set: readonly string[] = [],
): Promise<string> {
  const program = path.join(root, "tensora");
  const values = command === "destroy" ? [] : set.flatMap((value) => ["--set", value]);
  const args = [command, "--stack", STACK, "--yes", "--json", ...values];
  const options = { cwd: root, reject: false, stdin: "ignore", timeout: LIMIT * 1000 } satisfies Options;
  const cancelSignal = command === "destroy" ? undefined : signal;
  const done = await execa(program, args, { ...options, ...(cancelSignal ? { cancelSignal } : {}) });
  if (!done.failed) return done.stdout;
  if (done.isCanceled) throw new TensoraError("the bench was interrupted");
  const exit = { code: done.exitCode ?? null, signal: done.signal ?? null };
  throw new ProgramError(
    `${command} of stack ${STACK} failed`,
    [program, ...args],
    exit,
    done.stderr.split("\n").slice(-20),
  );
}

/** Removes the stack, and whatever an earlier bench left of it. */
export async function destroyStack(run: BenchRun): Promise<void> {
  await tensora("destroy", run);
}

/**
 * Starts the stack from nothing.
 * @param set values over the stack file's
 * @returns seconds from the start of the command to L2's first block after genesis, and to the last gate that passed
 */
export async function startStack(spec: DevnetSpec, run: BenchRun, set: readonly string[] = []) {
  const began = { clock: performance.now(), date: Date.now() };
  const url = l2Url(spec);
  const first = until(
    "the first L2 block",
    async () => Number(await rpc<string>(url, "eth_blockNumber", [], 1000)) > 0 && performance.now(),
    { deadline: LIMIT, every: 25, signal: run.signal },
  );
  // When `up` fails first, that is the failure to tell.
  first.catch(() => undefined);
  await tensora("up", run, set);
  const gates = (await readSmokeResults(spec.dir)).filter(({ kind }) => kind === "gate");
  const last = Math.max(...gates.map(({ finishedAt }) => Date.parse(finishedAt)));
  return { firstBlock: ((await first) - began.clock) / 1000, gates: (last - began.date) / 1000 };
}

/** Seconds of an `up` that finds everything as it should be: the median. @throws TensoraError when it changes anything */
export async function noopSeconds(run: BenchRun, set: readonly string[] = []): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < NOOPS; i++) {
    const began = performance.now();
    const { counts } = JSON.parse(await tensora("up", run, set)) as { counts: Record<string, number> };
    times.push((performance.now() - began) / 1000);
    const changed = Object.keys(counts).filter((op) => op !== "same");
    if (changed.length > 0) throw new TensoraError(`a second \`up\` was not a no-op: ${changed.join(", ")}`);
  }
  return times.sort((a, b) => a - b)[Math.floor(NOOPS / 2)] ?? 0;
}
