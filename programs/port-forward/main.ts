/** Carries connections to ports of this machine on to a cluster's pods. Started by the Kubernetes runtime. */
import http from "node:http";
import { Command, InvalidArgumentError } from "commander";
import pino from "pino";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import { pageRefusal } from "../common/page-guard.ts";
import { clusterAt } from "../../runtimes/kubernetes/client.ts";
import { SERVICES } from "../../spec/services.ts";
import { type Forward, listen } from "./forward.ts";
import { PodFinder } from "./pods.ts";

interface Options {
  kubeconfig?: string;
  context: string;
  namespace: string;
  listen: string;
  healthPort: string;
  forward: Forward[];
}

const options = new Command(SERVICES.portForward.program)
  .option("--kubeconfig <path>", "default: the user's own")
  .requiredOption("--context <name>")
  .requiredOption("--namespace <name>")
  .requiredOption("--listen <address>")
  .requiredOption("--health-port <port>")
  .requiredOption("--forward <PORT=SERVICE:PORT>", "repeatable", oneMore, [])
  .parse()
  .opts<Options>();

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

async function main({ kubeconfig, context, namespace, ...options }: Options): Promise<void> {
  const config = await clusterAt({ ...(kubeconfig === undefined ? {} : { kubeconfig }), context });
  const cluster = { config, pods: new PodFinder(config, namespace), log };
  const open = await Promise.all(options.forward.map((forward) => listen(forward, options.listen, cluster)));
  const health = http.createServer((request, response) => {
    const refused = pageRefusal(request);
    response.writeHead(refused ? 403 : 200).end(refused ?? "ok\n");
  });
  health.listen(Number(options.healthPort), options.listen);
  log.info({ ports: open.length }, "listens");
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
}

main(options).catch((error) => {
  log.fatal({ error: explained(error) }, "cannot start");
  process.exit(1);
});

// The client's web socket reports a lost connection here, too; each connection sees its own end.
process.on("unhandledRejection", (error) => log.warn({ error: explained(error) }, "a connection was lost"));

const explained = (error: unknown) => (error instanceof TensoraError ? error.explain() : messageOf(error));

function oneMore(text: string, all: Forward[]): Forward[] {
  const [, port, service, target] = /^(\d+)=([a-z0-9-]+):(\d+)$/.exec(text) ?? [];
  if (service === undefined) throw new InvalidArgumentError("is not PORT=SERVICE:PORT");
  return [...all, { port: Number(port), service, target: Number(target) }];
}
