import net from "node:net";
import { PassThrough } from "node:stream";
import { type KubeConfig, PortForward } from "@kubernetes/client-node";
import type { Logger } from "pino";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import type { PodFinder } from "./pods.ts";

/** A port of this machine, and the service and port that it stands for. */
export interface Forward {
  port: number;
  service: string;
  target: number;
}

interface Cluster {
  config: KubeConfig;
  pods: PodFinder;
  log: Logger;
}

/**
 * Listens on a port of this machine. Each connection goes to the pod that the service has then, so that a pod may move.
 * @throws TensoraError when somebody else has the port
 */
export function listen(forward: Forward, host: string, cluster: Cluster): Promise<net.Server> {
  const server = net.createServer({ pauseOnConnect: true }, (socket) => void carry(socket, forward, cluster));
  return new Promise((listening, failed) => {
    server.once("error", (cause) =>
      failed(new TensoraError(`cannot listen on port ${forward.port} for ${forward.service}`, { cause })),
    );
    server.listen(forward.port, host, () => listening(server));
  });
}

/** Carries one connection on to a pod; it ends when the pod does. */
async function carry(socket: net.Socket, { service, target }: Forward, { config, pods, log }: Cluster) {
  socket.on("error", () => socket.destroy());
  try {
    const namespace = pods.namespace;
    const pod = await pods.find(service);
    if (pod === undefined) throw new Error(`${service} has no running pod`);
    const errors = new PassThrough();
    errors.on("data", (chunk) => {
      log.warn({ service, pod, says: String(chunk) }, "the cluster refused a connection");
      pods.forget(service);
      socket.destroy();
    });
    const forwarded = await new PortForward(config).portForward(
      namespace,
      pod,
      [target],
      socket,
      errors,
      socket,
    );
    const ends = typeof forwarded === "function" ? forwarded() : forwarded;
    ends?.on("close", () => socket.end());
    socket.on("close", () => ends?.close());
    socket.resume();
  } catch (error) {
    pods.forget(service);
    log.warn({ service, error: messageOf(error) }, "a connection could not be forwarded");
    socket.destroy();
  }
}
