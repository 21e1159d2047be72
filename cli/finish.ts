import { inspect } from "node:util";
import { namingStack } from "../lib/advice.ts";
import { messageOf, TensoraError } from "../lib/errors.ts";
import { EXIT, type ExitCode } from "./exit.ts";

/**
 * Ends this process with the exit code of a command. What it threw is told on standard error: what failed, where, and
 * what to do next; of an error that nobody foresaw also its stack.
 * @param stack that the command is about
 */
export async function finish(command: Promise<ExitCode>, stack?: string): Promise<never> {
  // A reader that has seen enough, such as `head`, is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    process.exit(await command);
  } catch (error) {
    const text = explain(error);
    console.error(`error ${stack === undefined ? text : namingStack(text, stack)}`);
    process.exit(EXIT.failed);
  }
}

function explain(error: unknown): string {
  const foreseen = error instanceof TensoraError || (error instanceof Error && "shortMessage" in error);
  return foreseen ? messageOf(error) : inspect(error);
}
