import { causeOf, urlOf } from "./cause.ts";

/** What every error of this project carries besides its message. */
export interface ErrorDetails {
  /** Where it happened: a service, a step, a file, a configuration path. */
  where?: string;
  /** What the user can do next, one sentence each. */
  next?: string[];
  cause?: unknown;
}

/** The base of the project's one error family: what failed, where, and what to do next. */
export class TensoraError extends Error {
  override readonly name: string = "TensoraError";
  readonly where: string | undefined;
  readonly next: string[];

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.where = details.where;
    this.next = details.next ?? [];
  }

  /** The text shown to a user: message, place, cause and hints, one a line. */
  explain(): string {
    const cause = this.cause === undefined ? [] : [`because: ${reasonOf(this.cause)}`];
    const where = this.where === undefined ? [] : [`where: ${this.where}`];
    return [this.message, ...where, ...cause, ...this.next.map((n) => `next: ${n}`)].join("\n  ");
  }
}

/** A program that ended with an error: its argument vector, exit and last log lines. */
export class ProgramError extends TensoraError {
  override readonly name = "ProgramError";

  constructor(
    message: string,
    readonly argv: readonly string[],
    readonly exit: { code: number | null; signal: string | null },
    readonly lastLines: readonly string[],
    details: ErrorDetails = {},
  ) {
    super(message, details);
  }

  override explain(): string {
    const lines = this.lastLines.map((l) => `| ${l}`);
    const how = this.exit.signal ? `signal ${this.exit.signal}` : `exit code ${this.exit.code}`;
    return [`${super.explain()}`, `command: ${this.argv.join(" ")}`, `ended with ${how}`, ...lines].join(
      "\n  ",
    );
  }
}

/** A deadline that passed: what was waited for, how long, and the last failure seen. */
export class DeadlineError extends TensoraError {
  override readonly name = "DeadlineError";
}

/** Every problem of a configuration, each with its path and what to do about it. */
export class ConfigError extends TensoraError {
  override readonly name = "ConfigError";

  constructor(
    readonly problems: readonly ConfigProblem[],
    where: string,
  ) {
    super(`${problems.length} problem${problems.length === 1 ? "" : "s"} in the configuration`, {
      where,
      next: problems.map((p) => `${p.path}: ${p.problem}; ${p.fix}`),
    });
  }
}

export interface ConfigProblem {
  /** Dotted path in the stack file, such as `l2.blockTime`. */
  path: string;
  problem: string;
  fix: string;
}

/** The shortest honest text for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof TensoraError) return error.explain();
  if (!(error instanceof Error)) return String(error);
  if (!("shortMessage" in error)) return error.message;
  const url = urlOf(error);
  return url === undefined ? causeOf(error) : `${causeOf(error)} (${url})`;
}

/** Another program's error in one line; one of this project's own as it explains itself. */
const reasonOf = (cause: unknown) => (cause instanceof TensoraError ? cause.explain() : causeOf(cause));
