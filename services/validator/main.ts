/** Validators of AI subnets, any number of them in one process. Started by the component `validators`. */
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
import { ValidatorMetrics } from "./metrics.ts";
import { type Seen, type Settled, Validator } from "./validator.ts";

interface Options {
  rpcUrl: string;
  chainId: string;
  subnetRegistry: Address;
  emissionManager: Address;
  tora: Address;
  data: string;
  listen: string;
  port: string;
  validators: string;
  admin?: boolean;
}

const options = new Command("validator")
  .requiredOption("--rpc-url <url>", "L2's RPC")
  .requiredOption("--chain-id <id>")
  .requiredOption("--subnet-registry <address>")
  .requiredOption("--emission-manager <address>")
  .requiredOption("--tora <address>")
  .requiredOption("--data <folder>", "where scores and salts are kept")
  .requiredOption("--listen <address>")
  .requiredOption("--port <port>", "of /metrics and /health")
  .requiredOption("--validators <json>", "a list of name, subnet, model, behaviour, stake, favours")
  .option("--admin", "POST /withhold/<validator>/<subnet> is listened to")
  .parse()
  .opts<Options>();

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const identities = identitiesSchema.parse(JSON.parse(options.validators));
const keys = keysSchema.parse(JSON.parse(process.env.VALIDATOR_KEYS ?? "{}"));
const metrics = new ValidatorMetrics();

interface Labels {
  validator: string;
  subnet: string;
}

/** Milliseconds after a failure until it is tried again, if no block comes before: a chain that stands says nothing. */
const AGAIN = 1000;

/** Does something at every block until the end; what fails is told of, and done anew. */
async function atEachBlock(labels: Labels, { heads, stop }: Until, work: () => Promise<void>): Promise<void> {
  for (let head = await heads.after(-1n); head; ) {
    try {
      await work();
      head = await heads.after(head.number);
    } catch (error) {
      if (stop.aborted) return;
      metrics.failures.inc(labels);
      log.error(labels, messageOf(error));
      await sleep(AGAIN, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return;
    }
  }
}

interface Until {
  heads: Heads;
  stop: AbortSignal;
}

/** Attends to one validator: scores have deadlines, so what has none is done beside them. */
async function attend(validator: Validator, until: Until): Promise<void> {
  const labels = { validator: validator.identity.name, subnet: validator.identity.subnet };
  await Promise.all([
    atEachBlock(labels, until, async () => tell(labels, await validator.attend())),
    atEachBlock(labels, until, async () => tellSettled(labels, await validator.settle())),
  ]);
}

const COUNTED = { score: "scored", commit: "commits", reveal: "reveals" } as const;

function tell(labels: Labels, { state, done, verdicts, missed }: Seen): void {
  if (state) {
    metrics.epoch.set(labels, Number(state.epoch));
    metrics.seated.set(labels, state.slot === undefined ? 0 : 1);
  }
  for (const action of done) {
    metrics[COUNTED[action]].inc(labels);
    log.info({ ...labels, epoch: Number(state?.epoch) }, action);
  }
  for (const { candidate, quality, failure } of verdicts) {
    metrics.quality.set({ ...labels, uid: candidate.uid }, quality);
    if (failure !== undefined) log.info({ ...labels, uid: candidate.uid, failure }, "a miner failed");
  }
  if (missed === undefined) return;
  metrics.missed.inc(labels);
  log.error({ ...labels, epoch: Number(missed) }, "the reveal was missed");
}

function tellSettled(labels: Labels, { aggregated, claimed }: Settled): void {
  if (aggregated) {
    metrics.aggregated.inc(labels);
    log.info(labels, "has aggregated an epoch");
  }
  metrics.earned.inc(labels, claimed);
  if (claimed > 0) log.info({ ...labels, claimed }, "claimed its reward");
}

async function main(): Promise<void> {
  const stop = new AbortController();
  // Every request of every validator listens to it.
  setMaxListeners(0, stop.signal);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const around = {
    l2: { rpcUrl: options.rpcUrl, chainId: Number(options.chainId) },
    subnetRegistry: options.subnetRegistry,
    emissions: options.emissionManager,
    tora: options.tora,
    data: options.data,
    signal: stop.signal,
  };
  const validators = identities.map((identity) => {
    const key = keys[identity.name];
    if (!key) throw new Error(`VALIDATOR_KEYS has no key of ${identity.name}`);
    return new Validator(identity, around, key);
  });
  const where = { host: options.listen, port: Number(options.port) };
  const healthy = () => validators.every(({ registered }) => registered);
  const posts = options.admin ? Object.fromEntries(validators.map(withholding)) : {};
  const server = await serveMetrics(where, metrics.registry, healthy, posts);
  log.info(`${validators.length} validators look at their subnets`);
  const heads = new Heads(l2Client(around.l2), stop.signal);
  const until = { heads, stop: stop.signal };
  await Promise.all([heads.watch(), ...validators.map((validator) => attend(validator, until))]);
  server.close();
  server.closeAllConnections();
}

/** What a drill asks of a validator. */
function withholding(validator: Validator): [string, () => number] {
  const { name, subnet } = validator.identity;
  return [
    `/withhold/${name}/${subnet}`,
    () => {
      validator.withholds = true;
      log.warn({ validator: name, subnet }, "withholds its next reveal");
      return 204;
    },
  ];
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
