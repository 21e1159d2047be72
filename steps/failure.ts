import { isTimeout, urlOf } from "../lib/cause.ts";
import { ProgramError, TensoraError } from "../lib/errors.ts";
import { SEE_SERVICES } from "./deadline.ts";
import { serviceAt } from "./service-at.ts";

/**
 * Whatever a step threw, as an error that says what failed, where, and what to do next.
 * @param inputs what the step was given: the URLs of services are among them
 */
export function stepFailure(step: string, error: unknown, inputs?: unknown): TensoraError {
  if (error instanceof ProgramError) return error;
  if (error instanceof TensoraError) return error.next.length > 0 ? error : withHint(step, error, inputs);
  const url = urlOf(error);
  const service = url === undefined ? undefined : serviceAt(inputs, url);
  const details = {
    where: url ?? step,
    cause: error,
    next: [hintOf(service), `see the full error: \`./tensora logs ${step}\``],
  };
  if (!isTimeout(error)) return new TensoraError(`${step} failed`, details);
  return new TensoraError(`${step} failed: ${service ?? "a service"} did not answer in time`, details);
}

const hintOf = (service: string | undefined) =>
  service === undefined
    ? SEE_SERVICES
    : `check ${service}: \`./tensora status\`, \`./tensora logs ${service}\``;

function withHint(step: string, error: TensoraError, inputs: unknown): TensoraError {
  const { message, where = step, cause } = error;
  const service = serviceAt(inputs, urlOf(cause) ?? where);
  const late = service !== undefined && isTimeout(error);
  const next = [hintOf(service)];
  return new TensoraError(late ? `${service} did not answer in time: ${message}` : message, {
    where,
    cause,
    next,
  });
}
