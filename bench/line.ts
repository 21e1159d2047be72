/** One measured value, as `bench --json` prints it. */
export interface BenchLine {
  name: string;
  value: number;
  unit: "s" | "ms" | "MB" | "kB" | "1/s" | "gas" | "requests" | "processors";
  /** What the value is measured against in the same run. */
  baseline?: number;
  /** Value over baseline. */
  ratio?: number;
}

/** What every measurement needs. */
export interface BenchRun {
  /** The project's folder. */
  root: string;
  /** Progress for the user. */
  say(line: string): void;
  signal: AbortSignal;
}

/** A value with as many digits as mean something. */
export const line = (name: string, value: number, unit: BenchLine["unit"]): BenchLine => ({
  name,
  value: Number(value.toPrecision(4)),
  unit,
});

/** A value beside the one that it is measured against. */
export const against = (measured: BenchLine, baseline: number): BenchLine => ({
  ...measured,
  baseline: Number(baseline.toPrecision(4)),
  ratio: Number((measured.value / baseline).toPrecision(3)),
});
