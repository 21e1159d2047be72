import { TensoraError } from "../../lib/errors.ts";
import { notRunning, unlessGone } from "../common/control.ts";
import { hiddenLines, logHider } from "../common/hidden.ts";
import { type Request, type Response, request } from "./http.ts";
import { signalGroup } from "./identity.ts";
import { layout } from "./layout.ts";
import type { Descriptor, ServiceStatus } from "./protocol.ts";
import { ensureSupervisor, isSupervised } from "./start.ts";
import { readDescriptor, readRecord, serviceNames, statusOf, verified } from "./store.ts";
import { follow, lastLines } from "./tail.ts";

export type { Descriptor, ServiceState, ServiceStatus } from "./protocol.ts";
export { ensureSupervisor, isSupervised };

/** How often a request is sent again when the supervisor ends in the middle of it. */
const TRIES = 3;

/**
 * Runs a service by this descriptor, and restarts it when it runs by another. Resolves when its process has been
 * started, or could not be: see the status.
 * @throws TensoraError when the supervisor cannot do it
 */
export async function putService(
  dir: string,
  descriptor: Descriptor,
  signal?: AbortSignal,
): Promise<ServiceStatus> {
  const path = pathOf(descriptor.name);
  return (await command(dir, { method: "PUT", path, body: descriptor, signal })) as ServiceStatus;
}

/** Stops a service and removes its descriptor and logs; its durable folder stays. */
export async function deleteService(dir: string, name: string, signal?: AbortSignal): Promise<void> {
  if (readDescriptor(dir, name) === undefined && !(await isSupervised(dir))) return;
  await command(dir, { method: "DELETE", path: pathOf(name), signal });
}

/** Stops all services in their order and ends the supervisor; `up` starts them again. */
export async function stopServices(dir: string, signal?: AbortSignal): Promise<void> {
  if (serviceNames(dir).length > 0) await command(dir, { method: "POST", path: "/shutdown", signal });
}

/** Stops a service and leaves it stopped, with all that is known of it. @throws TensoraError when there is none */
export async function stopService(dir: string, name: string): Promise<void> {
  await command(dir, { method: "POST", path: `${pathOf(name)}/stop` });
}

/** Starts a service again as it ran before it was stopped. @throws TensoraError when there is none */
export async function startService(dir: string, name: string): Promise<void> {
  const descriptor = readDescriptor(dir, name);
  if (!descriptor)
    throw new TensoraError(`there is no service ${name}`, { next: ["see `./tensora status`"] });
  await putService(dir, descriptor);
}

/** Ends a service's processes as a crash would; its supervisor starts them again. @throws TensoraError when it does not run */
export async function killService(dir: string, name: string): Promise<void> {
  const { process: running } = verified(readRecord(dir, name));
  if (running && signalGroup(running, "SIGKILL")) return;
  throw notRunning(name);
}

/** What is known of a service, with or without a supervisor; undefined when there is none of that name. */
export async function getService(dir: string, name: string): Promise<ServiceStatus | undefined> {
  const answer = await ask(dir, pathOf(name));
  if (!answer) return unsupervised(dir, name);
  return answer.status === 404 ? undefined : (checked(answer) as ServiceStatus);
}

/** All services of a stack, with or without a supervisor, in alphabetical order. */
export async function listServices(dir: string): Promise<ServiceStatus[]> {
  const answer = await ask(dir, "/services");
  if (!answer) return serviceNames(dir).flatMap((name) => unsupervised(dir, name) ?? []);
  return (checked(answer) as ServiceStatus[]).sort((a, b) => a.name.localeCompare(b.name));
}

/** The last lines of a service's log. */
export async function tailLog(dir: string, name: string, lines = 20): Promise<string[]> {
  const found = await lastLines(layout.log(dir, name), lines);
  const hide = hiderOf(dir, name);
  return hide ? found.map(hide) : found;
}

/** What a service writes from now on, until the signal. */
export const followLog = (dir: string, name: string, signal: AbortSignal) =>
  hiddenLines(follow(layout.log(dir, name), signal), hiderOf(dir, name));

const hiderOf = (dir: string, name: string) =>
  logHider(Object.values(readDescriptor(dir, name)?.secretEnv ?? {}));

const pathOf = (name: string) => `/services/${encodeURIComponent(name)}`;

function unsupervised(dir: string, name: string): ServiceStatus | undefined {
  const descriptor = readDescriptor(dir, name);
  return descriptor && statusOf(dir, descriptor, verified(readRecord(dir, name)), false);
}

/** Undefined when there is no supervisor. */
const ask = (dir: string, path: string): Promise<Response | undefined> =>
  ifThere(request(dir, { method: "GET", path, timeout: 10_000 }));

/** Every command may be given twice: when the supervisor is killed meanwhile, the next one gets it again. */
async function command(dir: string, sent: Request): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    await ensureSupervisor(dir);
    try {
      return checked(await request(dir, sent));
    } catch (error) {
      if (!isGone(error) || tries === TRIES) throw error;
    }
  }
}

function checked({ status, body }: Response): unknown {
  if (status < 400) return body;
  const { error } = body as { error?: string };
  throw new TensoraError(`the supervisor: ${error ?? `status ${status}`}`);
}

const GONE = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTDIR"]);
const isGone = (error: unknown) => GONE.has(String((error as NodeJS.ErrnoException).code));
const ifThere = unlessGone(isGone);
