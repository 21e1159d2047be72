import type { ServiceInputs } from "../../resources/service.ts";
import { DeadlineError, ProgramError, TensoraError } from "../../lib/errors.ts";
import { type ServiceStatus, tailLog } from "../../runtimes/process/client.ts";

const LAST_LINES = 20;

/** Why there is no more hope that a service becomes ready; undefined while there is some. */
export async function failureOf(
  { dir, service }: ServiceInputs,
  program: string,
  status: ServiceStatus | undefined,
): Promise<Error | undefined> {
  const { name } = service;
  if (!status) return new TensoraError(`${name} was deleted before it became ready`);
  const words = hopeless(status);
  if (words === undefined) return undefined;
  const exit = status.lastExit;
  const args = exit?.phase === "init" ? (service.init?.args ?? []) : service.args;
  return new ProgramError(
    `${name} ${words}`,
    [program, ...args],
    { code: exit?.code ?? null, signal: exit?.signal ?? null },
    await tailLog(dir, name, LAST_LINES),
    { where: status.log, ...(exit?.problem ? { cause: new Error(exit.problem) } : {}) },
  );
}

function hopeless({ state }: ServiceStatus): string | undefined {
  switch (state) {
    case "crash-loop":
      return "keeps exiting and is no longer restarted";
    case "init-failed":
      return "could not be initialised";
    case "stopped":
    case "stopping":
    case "dead":
      return "was stopped before it became ready";
    case "starting":
    case "running":
    case "restarting":
      return undefined;
  }
}

/** A deadline that has passed, with what the service itself has to say; any other error as it is. */
export async function silenceOf({ dir, service }: ServiceInputs, error: unknown): Promise<unknown> {
  if (!(error instanceof DeadlineError)) return error;
  const lines = await tailLog(dir, service.name, LAST_LINES);
  const said = lines
    .map(
      (line) => `
  | ${line}`,
    )
    .join("");
  return new TensoraError(`${service.name} is not ready: ${error.message}${said}`, {
    where: `services.${service.name}`,
    cause: error.cause,
    next: [`see \`./tensora logs ${service.name}\``],
  });
}
