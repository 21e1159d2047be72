import { messageOf, ProgramError, TensoraError } from "../lib/errors.ts";
import { SEE_SERVICES } from "./deadline.ts";

/** Whatever a step threw, as an error that says what failed, where, and what to do next. */
export function stepFailure(step: string, error: unknown): TensoraError {
  if (error instanceof ProgramError) return error;
  if (error instanceof TensoraError) return error.next.length > 0 ? error : withHint(step, error);
  const { details, url } = ofChainClient(error);
  const cause = details === undefined ? error : `${messageOf(error)} (${details})`;
  return new TensoraError(`${step} failed`, { where: url ?? step, cause, next: [SEE_SERVICES] });
}

const withHint = (step: string, { message, where = step, cause }: TensoraError) =>
  new TensoraError(message, { where, cause, next: [SEE_SERVICES] });

/** viem's errors have their particulars beside the short message, some of them in a cause further down. */
function ofChainClient(error: unknown): { details?: string; url?: string } {
  const found: { details?: string; url?: string } = {};
  for (let at = error; at instanceof Error; at = at.cause) {
    const { details, url } = at as { details?: unknown; url?: unknown };
    if (typeof details === "string" && details !== "") found.details ??= details;
    if (typeof url === "string") found.url ??= url;
  }
  return found;
}
