import readline from "node:readline/promises";
import { TensoraError } from "../../lib/errors.ts";

/** Whether there is somebody to answer. */
export const onTerminal = () => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks on the terminal; only `y` and `yes` are a yes. The question goes to standard error.
 * @throws TensoraError when nobody is there to answer
 */
export async function confirm(question: string): Promise<boolean> {
  if (!onTerminal()) {
    throw new TensoraError(`${question} There is no terminal to answer this question`, {
      next: ["answer yes with `--yes`"],
    });
  }
  const prompt = readline.createInterface({ input: process.stdin, output: process.stderr });
  const given = new Promise<string>((answer) => {
    // Ctrl-C and Ctrl-D are a no.
    prompt.once("close", () => answer(""));
    void prompt.question(`${question} [y/N] `).then(answer, () => answer(""));
  });
  try {
    return /^y(es)?$/i.test((await given).trim());
  } finally {
    prompt.close();
  }
}

/** Whether the user has agreed ahead, or agrees now. @throws TensoraError when nobody is there to answer */
export const agreed = async (question: string, { yes = false }: { yes?: boolean }): Promise<boolean> =>
  yes || (await confirm(question));
