import { ConfigError, type ConfigProblem } from "../../lib/errors.ts";
import { type Resolved, resolve } from "../resolve.ts";

/** Resolves what a stack file would say below `tensora:`. */
export const resolved = (values: Record<string, unknown>): Promise<Resolved> =>
  resolve({ where: "test", values, problems: [] });

/** All problems of it, or none. */
export async function problemsOf(values: Record<string, unknown>): Promise<readonly ConfigProblem[]> {
  return problemsFrom(() => resolved(values));
}

/** The problems that something was refused with; an error of another kind is thrown on. */
export async function problemsFrom(run: () => unknown): Promise<readonly ConfigProblem[]> {
  try {
    await run();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** A private key that nobody has published, different for each number. */
export const privateKey = (number: number): `0x${string}` =>
  `0x${(0xabcdef00n + BigInt(number)).toString(16).padStart(64, "0")}`;
