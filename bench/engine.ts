import fs from "node:fs/promises";
import type { EngineResult, OperationKind } from "../engine/events.ts";
import { operate } from "../engine/operation.ts";
import { TensoraError } from "../lib/errors.ts";
import { launchInMemory, makeProject } from "./engine-project.ts";
import { type BenchLine, type BenchRun, line } from "./line.ts";

/** Resources of the programs that are measured. */
const SIZES = [50, 200, 1000];
/** Times that each operation is measured. */
const REPEATS = 3;

/** Milliseconds from the start of a run to the end of each of its parts. */
interface Timed {
  /** Project, lock and state are read. */
  state: number;
  /** The program has registered its first resource: node and Pulumi's SDK are loaded. */
  program: number;
  /** It has registered its last. */
  registrations: number;
  /** Everything is on the disk and all processes have ended. */
  whole: number;
}

/**
 * How long the embedded engine takes for an `up` and a preview that change nothing, by number of resources, and what its
 * start-up consists of. Programs run in processes of their own, as always; the provider keeps nothing and waits for nothing.
 * @throws TensoraError when a run fails or changes anything
 */
export async function measureEngine(
  { root, signal }: Pick<BenchRun, "root" | "signal">,
  sizes: readonly number[] = SIZES,
  repeats = REPEATS,
): Promise<BenchLine[]> {
  const folder = await makeProject(root);
  const lines: BenchLine[] = [];
  try {
    for (const size of sizes) {
      const run = (kind: OperationKind) => timed(kind, folder, size, signal);
      const again = async (kind: OperationKind) => {
        const times: Timed[] = [];
        for (let i = 0; i < repeats; i++) times.push(unchanged(kind, await run(kind)).time);
        return times;
      };
      await run("up");
      const [ups, previews] = [await again("up"), await again("preview")];
      lines.push(line(`engine: no-op up of ${size}`, median(ups, "whole") / 1000, "s"));
      lines.push(line(`engine: preview of ${size}`, median(previews, "whole") / 1000, "s"));
      if (size === sizes[0]) lines.push(...phases(ups));
    }
    return lines;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** The parts of an `up`, one after the other. */
function phases(ups: readonly Timed[]): BenchLine[] {
  const ends = (["state", "program", "registrations", "whole"] as const).map((part) => median(ups, part));
  const names = ["state and lock", "program's start", "registrations", "end"];
  return names.map((name, i) => line(`engine: ${name}`, (ends[i] ?? 0) - (ends[i - 1] ?? 0), "ms"));
}

const median = (times: readonly Timed[], part: keyof Timed): number =>
  times.map((time) => time[part]).sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function timed(kind: OperationKind, root: string, size: number, signal: AbortSignal) {
  const began = performance.now();
  const since = () => performance.now() - began;
  const time: Timed = { state: 0, program: 0, registrations: 0, whole: 0 };
  const result = await operate(
    kind,
    {
      root,
      stack: `of-${size}`,
      overrides: { count: size },
      signal,
      onEvent(event) {
        if (event.kind === "phase" && event.phase === "state") time.state = since();
        if (event.kind === "phase" && event.phase === "registrations") time.registrations = since();
        if (event.kind === "step" && time.program === 0) time.program = since();
      },
    },
    { launchPlugin: launchInMemory },
  );
  time.whole = since();
  if (result.ok) return { result, time };
  if (result.cancelled) throw new TensoraError("the bench was interrupted");
  throw new TensoraError(`the engine's ${kind} of ${size} resources failed`, {
    cause: new Error(result.errors.map(({ message }) => message).join("; ")),
  });
}

function unchanged<T extends { result: EngineResult }>(kind: OperationKind, run: T): T {
  const changed = Object.keys(run.result.counts).filter((op) => op !== "same");
  if (changed.length === 0) return run;
  throw new TensoraError(`a ${kind} right after an \`up\` was not a no-op: ${changed.join(", ")}`);
}
