/** Miners of AI subnets, any number of them in one process. Started by the component `miners`. */
import { messageOf } from "../../lib/errors.ts";
import { serveMetrics } from "../common/metrics-server.ts";
import {
  atEachBlock,
  type Host,
  type HostOptions,
  hostCommand,
  keysFrom,
  log,
  startHost,
} from "../common/subnet-host.ts";
import { identitiesSchema } from "./identity.ts";
import { MinerMetrics } from "./metrics.ts";
import { Miner } from "./miner.ts";
import { serveMiner } from "./server.ts";

const options = hostCommand("miner")
  .requiredOption("--miners <json>", "a list of name, subnet, model, behaviour, port, endpoint")
  .parse()
  .opts<HostOptions & { miners: string }>();

const metrics = new MinerMetrics();
const labelsOf = ({ identity: { name, subnet } }: Miner) => ({ miner: name, subnet });

/** One look at the chain for one miner, and what came of it. */
async function look(miner: Miner): Promise<void> {
  const labels = labelsOf(miner);
  const was = miner.registered;
  const { registered, claimed, answered } = await miner.attend();
  metrics.registered.set(labels, registered ? 1 : 0);
  metrics.earned.inc(labels, claimed);
  if (registered && !was) log.info(labels, "is registered in its subnet");
  if (claimed > 0) log.info({ ...labels, claimed }, "claimed its reward");
  if (answered > 0) log.info({ ...labels, answered }, "answered on chain");
}

const attend = (miner: Miner, host: Host) =>
  atEachBlock(
    host,
    () => look(miner),
    (error) => {
      metrics.failures.inc(labelsOf(miner));
      log.error(labelsOf(miner), messageOf(error));
    },
  );

/** Where a miner answers tasks. */
const serve = (miner: Miner, { where: { host } }: Host) =>
  serveMiner(
    { host, port: miner.identity.port },
    {
      answer: (question, signal) => miner.answer(question, signal),
      healthy: () => miner.registered,
      finished: (status, seconds) => metrics.finished(labelsOf(miner), status, seconds),
    },
  );

async function main(): Promise<void> {
  const host = startHost(options);
  const keyOf = keysFrom("MINER_KEYS");
  const identities = identitiesSchema.parse(JSON.parse(options.miners));
  const miners = await Promise.all(identities.map((one) => Miner.of(one, host.around, keyOf(one.name))));
  const servers = await Promise.all(miners.map((miner) => serve(miner, host)));
  const healthy = () => miners.every(({ registered }) => registered);
  servers.push(await serveMetrics(host.where, metrics.registry, healthy));
  log.info(`${miners.length} miners listen`);
  await Promise.all([host.heads.watch(), ...miners.map((miner) => attend(miner, host))]);
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
