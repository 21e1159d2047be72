import type { ServiceInputs } from "../../resources/service.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { getService, listServices } from "../../runtimes/process/client.ts";
import { HEADS, type ProgramName } from "../../spec/services.ts";
import type { ResourceContext } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";
import { failureOf, silenceOf } from "./service-failure.ts";

/** Milliseconds between two looks at the head. */
const EVERY = 200;

/** Asks a program for the number of its chain's newest block; undefined where it has none: that proves nothing but health. */
export function headOf(program: ProgramName): ((url: string) => Promise<number>) | undefined {
  const head = HEADS[program];
  if (head === undefined) return undefined;
  const { method, field } = head;
  const path = field === "" ? [] : field.split(".");
  return async (url) => {
    const answer = await rpc<unknown>(url, method);
    return Number(path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], answer));
  };
}

/** A chain that must go on after a change. */
export interface Proof {
  head: number;
}

/**
 * Where a service's chain is before the service is changed. Only a stack that is whole can prove anything: a chain that
 * stands because a neighbour is down, or has not been told of a new port or a new file yet, is not this service's fault.
 * @returns undefined where there is nothing to prove
 */
export async function proofOf(olds: ServiceInputs, news: ServiceInputs): Promise<Proof | undefined> {
  const { dir, host, service } = olds;
  const ask = headOf(service.program);
  if (!ask || service.health.kind !== "rpc" || touchesNeighbours(olds, news)) return undefined;
  const services = await listServices(dir);
  if (services.some(({ state }) => state !== "running")) return undefined;
  const url = `http://${host}:${service.ports[service.health.port]}`;
  const head = await ask(url).catch(() => undefined);
  return head === undefined ? undefined : { head };
}

const touchesNeighbours = (olds: ServiceInputs, news: ServiceInputs) =>
  changedProperties(shared(olds), shared(news)).length > 0;
const shared = ({ host, service, triggers }: ServiceInputs) => ({ host, ports: service.ports, triggers });

/**
 * Waits until the chain has gone on by a block.
 * @param patience seconds
 * @throws TensoraError with the service's last lines when it has not, ProgramError when the service ends meanwhile
 */
export async function proven(
  inputs: ServiceInputs,
  { head }: Proof,
  program: string,
  patience: number,
  ctx: ResourceContext,
): Promise<void> {
  const { dir, host, service } = inputs;
  const ask = headOf(service.program);
  const url = `http://${host}:${service.ports[service.health.port]}`;
  ctx.log("waiting for a block");
  try {
    await until(`a block after ${head}`, async () => ((await ask?.(url)) ?? 0) > head, {
      deadline: patience,
      every: EVERY,
      signal: ctx.signal,
      giveUp: async () => failureOf(inputs, program, await getService(dir, service.name)),
    });
  } catch (error) {
    throw await silenceOf(inputs, error);
  }
}
