import { messageOf, ofChainClient, ProgramError, TensoraError } from "../lib/errors.ts";
import { SEE_SERVICES } from "./deadline.ts";

/** Whatever a step threw, as an error that says what failed, where, and what to do next. */
export function stepFailure(step: string, error: unknown): TensoraError {
  if (error instanceof ProgramError) return error;
  if (error instanceof TensoraError) return error.next.length > 0 ? error : withHint(step, error);
  const { shortMessage = messageOf(error), details, url } = ofChainClient(error);
  const cause = details === undefined ? error : `${shortMessage} (${details})`;
  return new TensoraError(`${step} failed`, { where: url ?? step, cause, next: [SEE_SERVICES] });
}

const withHint = (step: string, { message, where = step, cause }: TensoraError) =>
  new TensoraError(message, { where, cause, next: [SEE_SERVICES] });
