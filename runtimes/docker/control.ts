import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { notRunning, type ServiceControl } from "../common/control.ts";
import type { ServiceCondition, ServiceHandle } from "../../spec/handle.ts";
import { hiddenLines, linesOf, logHider } from "../common/hidden.ts";
import { dockerAt, ifThere } from "./client.ts";

type Handle = Extract<ServiceHandle, { runtime: "docker" }>;

/** A container that was started so often without staying up is not expected to. */
export const CRASH_LOOP = 5;

/** Services in containers. */
export const dockerControl: ServiceControl<Handle> = {
  async condition(handle) {
    const found = await ifThere(containerOf(handle).inspect());
    return found ? conditionOf(found) : "dead";
  },
  async tail(handle, lines) {
    const log = await ifThere(containerOf(handle).logs({ stdout: true, stderr: true, tail: lines }));
    if (log === undefined) return [];
    return linesOf(textOf(log as unknown as Buffer), await hiderOf(handle));
  },
  async *follow(handle, signal) {
    const options = { stdout: true, stderr: true, follow: true, tail: 0 } as const;
    const stream = (await containerOf(handle).logs(options)) as unknown as Readable;
    signal.addEventListener("abort", () => stream.destroy(), { once: true });
    yield* hiddenLines(textsOf(untilDestroyed(stream)), await hiderOf(handle));
  },
  async kill(handle) {
    const container = containerOf(handle);
    const found = await ifThere(container.inspect());
    if (!found?.State.Running) throw notRunning(handle.container);
    if (killed(found.State.Pid)) return;
    // A container that the daemon has been told to kill is not restarted by it.
    await container.kill({ signal: "SIGKILL" });
    await container.start();
  },
  async stop(handle) {
    await unlessSo(containerOf(handle).stop());
  },
  async start(handle) {
    await unlessSo(containerOf(handle).start());
  },
};

/** What hides the credentials of a container's environment in its log. */
async function hiderOf(handle: Handle) {
  const found = await ifThere(containerOf(handle).inspect());
  return logHider(found?.Config.Env ?? []);
}

async function* textsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield textOf(chunk);
}

/** A daemon's answer where a container is already what it is to be. */
const IS_SO = 304;

async function unlessSo(change: Promise<unknown>): Promise<void> {
  await change.catch((error: { statusCode?: number }) => {
    if (error.statusCode !== IS_SO) throw error;
  });
}

/** Ends a process of this machine, where that is allowed. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

export const containerOf = ({ host, container }: Handle) => dockerAt(host).getContainer(container);

/** What a container's state means. */
export function conditionOf({ State, RestartCount }: Docker.ContainerInspectInfo): ServiceCondition {
  if (RestartCount >= CRASH_LOOP && !State.Running) return "crash-loop";
  switch (State.Status) {
    case "running":
      if (State.Health?.Status === "unhealthy") return "unhealthy";
      return State.Health?.Status === "starting" ? "starting" : "running";
    case "created":
      return "starting";
    case "restarting":
      return "restarting";
    case "removing":
      return "stopping";
    default:
      return State.Running ? "running" : "stopped";
  }
}

/** Bytes before each piece of a container's output: which stream it is of, and its length. */
const HEADER = 8;

/** A container's output without the headers that say which stream each piece is of. */
export function textOf(log: Buffer): string {
  const pieces: string[] = [];
  for (let at = 0; at + HEADER <= log.length; ) {
    const end = at + HEADER + log.readUInt32BE(at + 4);
    pieces.push(log.toString("utf8", at + HEADER, end));
    at = end;
  }
  return pieces.join("");
}

async function* untilDestroyed(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!stream.destroyed) throw error;
  }
}
