import { type BenchLine, runBench } from "../../bench/index.ts";
import { STACK } from "../../bench/stack.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { listenToInterrupts } from "../interrupt.ts";
import { root } from "../request.ts";
import { setUp } from "../setup.ts";
import { faint } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";
import { viewOf } from "../ui/view.ts";

export interface BenchOptions {
  json?: boolean;
}

/** Measures times, size and throughput. What is to be built is built first, and not measured. */
export async function bench({ json = false }: BenchOptions): Promise<ExitCode> {
  const say = (text: string) => console.error(text);
  const interrupts = listenToInterrupts(() => say("stopping: destroying the stack first"));
  const view = await viewOf("up", json);
  try {
    await setUp({ stack: STACK }, view, interrupts);
  } finally {
    view.end();
  }
  const lines: BenchLine[] = [];
  try {
    const run = { root: root(), say, signal: interrupts.polite };
    for await (const measured of runBench(run)) lines.push(measured);
    return EXIT.ok;
  } catch (error) {
    if (interrupts.polite.aborted) return EXIT.cancelled;
    throw error;
  } finally {
    interrupts.release();
    // Also after a failure: what was measured before it holds.
    if (lines.length > 0)
      console.log(json ? JSON.stringify(lines, undefined, 2) : columns(lines.map(row)).join("\n"));
  }
}

const row = ({ name, value, unit, baseline, ratio }: BenchLine): string[] => [
  name,
  `${value} ${unit}`,
  baseline === undefined ? "" : faint(`${ratio} times ${baseline} ${unit}, the baseline`),
];
