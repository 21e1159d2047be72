import Docker from "dockerode";
import { TensoraError } from "../../lib/errors.ts";
import { unlessGone } from "../common/control.ts";

/** Milliseconds that a daemon may take to say that it is there. */
const PATIENCE = 5000;

/**
 * A client of the Docker daemon at an address.
 * @param host `unix:///PATH` or `tcp://HOST:PORT`
 */
export function dockerAt(host: string): Docker {
  const url = new URL(host);
  if (url.protocol === "unix:") return new Docker({ socketPath: url.pathname });
  return new Docker({ protocol: "http", host: url.hostname, port: url.port || "2375" });
}

/** @throws TensoraError that says why the daemon does not answer, and what to do about it */
export async function mustAnswer(host: string): Promise<void> {
  try {
    await dockerAt(host).ping({ abortSignal: AbortSignal.timeout(PATIENCE) } as never);
  } catch (cause) {
    throw unreachable(host, cause);
  }
}

function unreachable(host: string, cause: unknown): TensoraError {
  const { code } = cause as NodeJS.ErrnoException;
  const details = { where: "runtime.dockerHost", cause };
  if (code === "EACCES" || code === "EPERM")
    return new TensoraError(`no permission to access the Docker daemon at ${host}`, {
      ...details,
      next: ["add yourself to the group of that socket (`sudo usermod -aG docker $USER`) and log in again"],
    });
  return new TensoraError(`no Docker daemon answers at ${host}`, {
    ...details,
    next: [
      "start it (`sudo systemctl start docker`, or `sudo dockerd`)",
      "or set runtime.dockerHost to its address",
      "or run without Docker: `--set runtime.kind=process`",
    ],
  });
}

/** A daemon's answer, or undefined where that is that there is no such thing. */
export const ifThere = unlessGone((error) => (error as { statusCode?: number }).statusCode === 404);
