import type { Address, Hex } from "viem";
import { z } from "zod";
import { messageOf } from "../../lib/errors.ts";
import { answerSchema, type SigningPlace, signerOf, taskHashOf } from "../../subnets/inference/answer.ts";
import type { Model } from "../../subnets/inference/model.ts";
import { within } from "../../lib/within.ts";
import { randomTask } from "../../subnets/inference/tasks.ts";

/** A miner as validators see it. */
export interface Candidate {
  uid: number;
  account: Address;
  /** Whose signatures stand for its answers. */
  signer: Address;
  endpoint: string;
}

/** What a miner's answers were worth, from 0 to 1, and why it is not more where it failed. */
export interface Verdict {
  candidate: Candidate;
  quality: number;
  failure?: string;
}

/** Tasks that each miner is given in an epoch. */
const TASKS = 6;
/** Milliseconds that a miner has for a task. */
export const DEADLINE = 2000;
/** How steeply a weight falls with quality: a miner that is right half of the time gets a sixteenth. */
const STEEP = 4;
/** The weight of a perfect miner. */
const WHOLE = 65_535;

/**
 * Asks every miner the same tasks, one after the other, all miners at the same time, and compares their answers with
 * this validator's own inference. A miner that does not answer one task in time is not asked the others.
 */
export async function judge(
  place: SigningPlace,
  model: Model,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<Verdict[]> {
  const tasks = await Promise.all(
    Array.from({ length: TASKS }, async () => {
      const task = randomTask();
      return { task, expected: await model.infer(task) };
    }),
  );
  return Promise.all(
    candidates.map(async (candidate) => {
      let sum = 0;
      try {
        for (const { task, expected } of tasks) {
          const asked = (limit: AbortSignal) => askedOf(place, candidate, task, limit);
          sum += model.similarity(expected, await within(DEADLINE, signal, asked));
        }
      } catch (error) {
        return { candidate, quality: 0, failure: messageOf(error) };
      }
      return { candidate, quality: sum / tasks.length };
    }),
  );
}

/** A miner's answer to a task, signed by its own signer. @throws Error when there is none */
async function askedOf(
  place: SigningPlace,
  candidate: Candidate,
  task: string,
  signal: AbortSignal,
): Promise<Hex> {
  const taskId = taskHashOf(`${task} for ${candidate.account}`);
  const response = await fetch(`${candidate.endpoint}/infer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ task, taskId }),
    signal,
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const answer = answerSchema.safeParse(await response.json());
  if (!answer.success) throw new Error(`answered ${z.prettifyError(answer.error)}`);
  const { result, signature } = answer.data;
  const signed = { taskId, task, result, miner: candidate.account };
  const signer = await signerOf("HttpAnswer", place, signed, signature);
  if (signer !== candidate.signer) throw new Error("the answer is not signed by its miner");
  return result;
}

/** Weights by uid. */
export const weightsOf = (verdicts: readonly Verdict[]): Map<number, number> =>
  new Map(verdicts.map(({ candidate: { uid }, quality }) => [uid, Math.round(WHOLE * quality ** STEEP)]));
