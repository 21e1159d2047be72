import { TensoraError } from "../../../lib/errors.ts";
import type { Comparison } from "./report.ts";

/** Everything is asked of block 0: later blocks differ with what has happened since. */
export const GENESIS_BLOCK = "0x0";

export interface Question {
  method: string;
  params: unknown[];
}

/** Questions to a node, and what its answers must be. */
export interface Inquiry {
  questions: Question[];
  /** @param answers in the order of the questions */
  compare(answers: readonly unknown[]): Comparison[];
}

/** Several inquiries as one. */
export function together(inquiries: readonly Inquiry[]): Inquiry {
  return {
    questions: inquiries.flatMap(({ questions }) => questions),
    compare(answers) {
      let from = 0;
      return inquiries.flatMap(({ questions, compare }) => {
        const own = answers.slice(from, from + questions.length);
        from += questions.length;
        return compare(own);
      });
    },
  };
}

type Answer = { id: number; result?: unknown; error?: { message: string } };

/** Milliseconds for all answers together. */
const PATIENCE = 10_000;

/**
 * Asks many things of a node in one request.
 * @returns the answers in the order of the questions; an Error for each that was refused
 * @throws TensoraError when the node does not answer them all
 */
export async function askTogether(url: string, questions: readonly Question[]): Promise<unknown[]> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(questions.map((question, id) => ({ jsonrpc: "2.0", id, ...question }))),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const answers = (await response.json()) as Answer[] | Answer;
  if (!Array.isArray(answers)) throw unanswered(answers.error?.message, url);
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return questions.map(({ method }, id) => {
    const answer = byId.get(id);
    if (answer === undefined) throw unanswered(`no answer to ${method}`, url);
    return answer.error ? new Error(`${method}: ${answer.error.message}`) : answer.result;
  });
}

const unanswered = (why: string | undefined, where: string) =>
  new TensoraError(`the node does not answer batch requests: ${why ?? "its answer is not a list"}`, {
    where,
  });
