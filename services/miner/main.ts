/** Miners of AI subnets, any number of them in one process. Started by the component `miners`. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import pino from "pino";
import type { Address } from "viem";
import { l2Client } from "../../lib/chain/clients.ts";
import { messageOf } from "../../lib/errors.ts";
import { serveMetrics } from "../../lib/metrics-server.ts";
import { Heads } from "../../lib/subnet/heads.ts";
import { identitiesSchema, keysSchema } from "./identity.ts";
import { MinerMetrics } from "./metrics.ts";
import { Miner } from "./miner.ts";
import { serveMiner } from "./server.ts";

interface Options {
  rpcUrl: string;
  chainId: string;
  subnetRegistry: Address;
  emissionManager: Address;
  tora: Address;
  listen: string;
  port: string;
  miners: string;
}

const options = new Command("miner")
  .requiredOption("--rpc-url <url>", "L2's RPC")
  .requiredOption("--chain-id <id>")
  .requiredOption("--subnet-registry <address>")
  .requiredOption("--emission-manager <address>")
  .requiredOption("--tora <address>")
  .requiredOption("--listen <address>")
  .requiredOption("--port <port>", "of /metrics and /health")
  .requiredOption("--miners <json>", "a list of name, subnet, model, behaviour, port, endpoint")
  .parse()
  .opts<Options>();

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const identities = identitiesSchema.parse(JSON.parse(options.miners));
const keys = keysSchema.parse(JSON.parse(process.env.MINER_KEYS ?? "{}"));
const metrics = new MinerMetrics();

/** Milliseconds after a failure until it is tried again. */
const AGAIN = 1000;

/** Attends to one miner at every block until the end; a look that fails is told of, and the next one begins anew. */
async function attend(miner: Miner, heads: Heads, stop: AbortSignal): Promise<void> {
  const { name, subnet } = miner.identity;
  const labels = { miner: name, subnet };
  for (let head = await heads.after(-1n); head; ) {
    try {
      const was = miner.registered;
      const { registered, claimed, answered } = await miner.attend();
      metrics.registered.set(labels, registered ? 1 : 0);
      metrics.earned.inc(labels, claimed);
      if (registered && !was) log.info(labels, "has a place in its subnet");
      if (claimed > 0) log.info({ ...labels, claimed }, "claimed its reward");
      if (answered > 0) log.info({ ...labels, answered }, "answered on chain");
      head = await heads.after(head.number);
    } catch (error) {
      if (stop.aborted) return;
      metrics.failures.inc(labels);
      log.error(labels, messageOf(error));
      await sleep(AGAIN, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

async function main(): Promise<void> {
  const stop = new AbortController();
  // Every request of every miner listens to it.
  setMaxListeners(0, stop.signal);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const around = {
    l2: { rpcUrl: options.rpcUrl, chainId: Number(options.chainId) },
    subnetRegistry: options.subnetRegistry,
    emissions: options.emissionManager,
    tora: options.tora,
    signal: stop.signal,
  };
  const miners = await Promise.all(
    identities.map((identity) => {
      const key = keys[identity.name];
      if (!key) throw new Error(`MINER_KEYS has no key of ${identity.name}`);
      return Miner.of(identity, around, key);
    }),
  );
  const host = options.listen;
  const servers = await Promise.all(
    miners.map((miner) => {
      const { name, subnet, port } = miner.identity;
      return serveMiner(
        { host, port },
        {
          answer: (question, signal) => miner.answer(question, signal),
          healthy: () => miner.registered,
          finished: (status, seconds) => metrics.finished({ miner: name, subnet }, status, seconds),
        },
      );
    }),
  );
  const own = await serveMetrics({ host, port: Number(options.port) }, metrics.registry, () =>
    miners.every(({ registered }) => registered),
  );
  log.info(`${miners.length} miners listen`);
  const heads = new Heads(l2Client(around.l2), stop.signal);
  await Promise.all([heads.watch(), ...miners.map((miner) => attend(miner, heads, stop.signal))]);
  for (const server of [...servers, own]) {
    server.close();
    server.closeAllConnections();
  }
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
