import type { ServiceInputs } from "../../resources/service.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { getService } from "../../runtimes/process/client.ts";
import type { Health } from "../../spec/service.ts";
import type { ResourceContext } from "../kind.ts";
import { failureOf, silenceOf } from "./service-failure.ts";

/** Milliseconds between two questions to a service that is not ready yet. */
const EVERY = 60;
/** Milliseconds that a service may take for one answer. */
const PATIENCE = 5000;

/**
 * Waits until a service answers as its health says.
 * @throws ProgramError when it cannot be started or ends again and again, TensoraError when the deadline has passed
 */
export async function healthy(inputs: ServiceInputs, program: string, ctx: ResourceContext): Promise<void> {
  const { dir, host, service } = inputs;
  const { health } = service;
  const url = `http://${host}:${service.ports[health.port]}`;
  try {
    await until(question(health), () => answers(health, url), {
      deadline: health.deadline,
      every: EVERY,
      signal: ctx.signal,
      giveUp: async () => failureOf(inputs, program, await getService(dir, service.name)),
    });
  } catch (error) {
    throw await silenceOf(inputs, error);
  }
  // What answers must be the service, not somebody else who took its port meanwhile.
  const failure = await failureOf(inputs, program, await getService(dir, service.name));
  if (failure) throw failure;
}

const question = (health: Health) =>
  health.kind === "rpc" ? `an answer to ${health.method}` : `an answer to GET ${health.path}`;

async function answers(health: Health, url: string): Promise<boolean> {
  switch (health.kind) {
    case "rpc":
      await rpc(url, health.method, [], PATIENCE);
      return true;
    case "http": {
      const response = await fetch(`${url}${health.path}`, { signal: AbortSignal.timeout(PATIENCE) });
      await response.body?.cancel();
      return response.status < 400;
    }
  }
}
