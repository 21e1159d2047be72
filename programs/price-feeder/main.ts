/** Keeps the paymaster's price of TORA fresh and its deposit full. Started by the component `price-feeder`. */
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import pino from "pino";
import type { Address, Hex } from "viem";
import { messageOf } from "../../lib/errors.ts";
import { SERVICES } from "../../spec/services.ts";
import { Chain } from "./chain.ts";
import { FeederMetrics } from "./metrics.ts";
import { type Plan, planOf } from "./plan.ts";
import { serveMetrics } from "../common/metrics-server.ts";

interface Options {
  rpcUrl: string;
  chainId: string;
  paymaster: Address;
  aggregator?: Address;
  answer?: string;
  maxAge: string;
  threshold: string;
  interval: string;
  deposit: string;
  minDeposit: string;
  listen: string;
  port: string;
  admin?: boolean;
}

const options = new Command(SERVICES.priceFeeder.program)
  .requiredOption("--rpc-url <url>", "L2's RPC")
  .requiredOption("--chain-id <id>")
  .requiredOption("--paymaster <address>")
  .option("--aggregator <address>", "the price feed to post to")
  .option("--answer <wei>", "the price that is posted: wei of BNB for one TORA")
  .requiredOption("--max-age <seconds>", "how long a price stays valid")
  .requiredOption(
    "--threshold <share>",
    "update early when the price moves by this many hundredths of a percent",
  )
  .requiredOption("--interval <seconds>", "how often to check")
  .requiredOption("--deposit <wei>", "top up the deposit to this amount")
  .requiredOption("--min-deposit <wei>", "top up the deposit when it falls below this amount")
  .requiredOption("--listen <address>")
  .requiredOption("--port <port>", "of /metrics and /health")
  .option("--admin", "accept POST /pause and /resume")
  .parse()
  .opts<Options>();

const keys = {
  feeder: process.env.FEEDER_PRIVATE_KEY as Hex,
  operator: process.env.OPERATOR_PRIVATE_KEY as Hex,
};
const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const chain = new Chain({ ...options, chainId: Number(options.chainId), keys });
const metrics = new FeederMetrics();
const rules = {
  maxAge: Number(options.maxAge),
  threshold: Number(options.threshold),
  interval: Number(options.interval),
  ...(options.answer === undefined ? {} : { answer: BigInt(options.answer) }),
  deposit: BigInt(options.deposit),
  minDeposit: BigInt(options.minDeposit),
};

/** One look, and what follows from it, one transaction after the other. */
async function look(): Promise<void> {
  const state = await chain.read();
  metrics.saw(state);
  const plan: Plan = planOf(state, rules);
  for (const reason of plan.reasons) log.info(reason);
  if (plan.record) await chain.record();
  if (plan.post !== undefined) await chain.post(plan.post);
  if (plan.update && !(await chain.update())) {
    metrics.rejected.inc();
    log.warn("the paymaster keeps its price: the new one differs too much, so the operator must confirm it");
  }
  if (plan.topUp !== undefined) await chain.topUp(plan.topUp);
  if (plan.reasons.length > 0) metrics.saw(await chain.read());
}

/** Nothing is looked at meanwhile. */
let paused = false;
const pause = (wanted: boolean) => () => {
  paused = wanted;
  log.warn(wanted ? "pauses" : "resumes");
  return 204;
};

/** Looks again and again until it is stopped; a look that fails is told of, and the next one begins anew. */
async function run(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      if (!paused) await look();
      metrics.looked(true);
    } catch (error) {
      metrics.looked(false);
      log.error(messageOf(error));
    }
    await sleep(rules.interval * 1000, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function main(): Promise<void> {
  const where = { host: options.listen, port: Number(options.port) };
  const healthy = () => metrics.healthy(rules);
  const posts = options.admin ? { "/pause": pause(true), "/resume": pause(false) } : {};
  const server = await serveMetrics(where, metrics.registry, healthy, posts);
  log.info(`checks ${options.paymaster} every ${rules.interval} s`);
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  await run(stop.signal);
  server.close();
  server.closeAllConnections();
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
