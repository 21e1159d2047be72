import { setTimeout as sleep } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./engine-log.ts";
import { lifecycleMethods } from "./lifecycle.ts";
import type { Host, KindTable } from "./operation.ts";
import { resourceMethods } from "./resources.ts";
import { toStatus } from "./status.ts";

/** Seconds that operations under way are given to end politely when the engine is gone. */
const FAREWELL = 5;
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** What a package's provider looks at besides its resources. */
export type Hooks = Pick<Host, "configured" | "refuse">;

/** A provider that listens. */
export interface Served {
  port: number;
  /** Operations under way. */
  running: ReadonlySet<Promise<unknown>>;
  /** Asks operations under way to end soon. */
  cancel(): void;
  /** Ends at once, whatever is under way. */
  close(): void;
}

/**
 * Serves `pulumirpc.ResourceProvider` on a free port of the loopback interface, says the port on standard output,
 * and ends the process when its engine does: on end-of-file of standard input or on SIGTERM.
 * @param engineAddress the engine's `host:port`, empty when it comes with the handshake
 */
export async function serve(kinds: KindTable, engineAddress: string, hooks: Hooks = {}): Promise<void> {
  const { port, running, cancel } = await listen(kinds, engineAddress, hooks);
  endWithTheEngine(async () => {
    cancel();
    await Promise.race([Promise.allSettled(running), sleep(FAREWELL * 1000)]);
  });
  process.stdout.write(`${port}\n`);
}

/** Serves resources from this process. @param engineAddress as with {@link serve} */
export async function listen(kinds: KindTable, engineAddress: string, hooks: Hooks = {}): Promise<Served> {
  const cancellation = new AbortController();
  const cancel = () => cancellation.abort(new Error("the engine cancelled the operation"));
  const host: Host = {
    kinds,
    config: {},
    ...hooks,
    log: new EngineLog(),
    cancelled: cancellation.signal,
    running: new Set(),
  };
  host.log.connect(engineAddress);

  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  const methods = { ...lifecycleMethods(host, cancel), ...resourceMethods(host) };
  server.addService(
    providerGrpc.ResourceProviderService,
    Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, unary(method as Method)])),
  );
  const close = () => {
    server.forceShutdown();
    host.log.close();
  };
  return { port: await bind(server), running: host.running, cancel, close };
}

type Method = (request: unknown) => unknown;

/** A unary gRPC handler of a plain function. */
const unary =
  (method: Method): grpc.handleUnaryCall<unknown, unknown> =>
  async (call, answer) => {
    try {
      answer(null, await method(call.request));
    } catch (error) {
      answer(toStatus(error));
    }
  };

const bind = (server: grpc.Server) =>
  new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });

/** The engine holds standard input open for as long as it lives. A terminal's Ctrl-C reaches us as `Cancel`. */
function endWithTheEngine(farewell: () => Promise<void>): void {
  const end = () => void farewell().finally(() => process.exit(0));
  process.stdin.once("end", end).once("error", end).resume();
  // Not `once`: libraries that tidy up at exit end the process at once where they are the only listeners left.
  process.on("SIGTERM", end);
  process.on("SIGINT", () => {});
}
