/** Validators of AI subnets, any number of them in one process. Started by the component `validators`. */
import type { Address } from "viem";
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
import { ValidatorMetrics } from "./metrics.ts";
import { type Seen, type Settled, Validator } from "./validator.ts";

interface ValidatorOptions {
  data: string;
  validators: string;
  bundlerUrl?: string;
  paymaster?: Address;
  admin?: boolean;
}

const options = hostCommand("validator")
  .requiredOption("--data <folder>", "where scores and salts are kept")
  .requiredOption("--validators <json>", "a list of name, subnet, model, behaviour, stake, gas, favours")
  .option("--bundler-url <url>", "the bundler's RPC, for validators that pay gas in TORA")
  .option("--paymaster <address>", "the ToraPaymaster, for the same validators")
  .option("--admin", "accept POST /withhold/<validator>/<subnet>")
  .parse()
  .opts<HostOptions & ValidatorOptions>();

const metrics = new ValidatorMetrics();

interface Labels {
  validator: string;
  subnet: string;
}

/** Attends to one validator: scores have deadlines, so what has none is done beside them. */
async function attend(validator: Validator, host: Host): Promise<void> {
  const labels = { validator: validator.identity.name, subnet: validator.identity.subnet };
  const failed = (error: unknown) => {
    metrics.failures.inc(labels);
    log.error(labels, messageOf(error));
  };
  await Promise.all([
    atEachBlock(host, async () => tell(labels, await validator.attend()), failed),
    atEachBlock(host, async () => tellSettled(labels, await validator.settle()), failed),
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
    log.info(labels, "aggregated an epoch");
  }
  metrics.earned.inc(labels, claimed);
  if (claimed > 0) log.info({ ...labels, claimed }, "claimed its reward");
}

async function main(): Promise<void> {
  const host = startHost(options);
  const keyOf = keysFrom("VALIDATOR_KEYS");
  const { bundlerUrl, paymaster, data } = options;
  const station = bundlerUrl === undefined || paymaster === undefined ? undefined : { bundlerUrl, paymaster };
  const around = { ...host.around, data, station };
  const identities = identitiesSchema.parse(JSON.parse(options.validators));
  const validators = identities.map((one) => new Validator(one, around, keyOf(one.name)));
  const healthy = () => validators.every(({ registered }) => registered);
  const posts = options.admin ? Object.fromEntries(validators.map(withholding)) : {};
  const server = await serveMetrics(host.where, metrics.registry, healthy, posts);
  log.info(`${validators.length} validators watch their subnets`);
  await Promise.all([host.heads.watch(), ...validators.map((validator) => attend(validator, host))]);
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
