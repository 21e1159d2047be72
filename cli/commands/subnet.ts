import { setTimeout as sleep } from "node:timers/promises";
import { formatEther } from "viem";
import type { L2Client } from "../../chain/clients.ts";
import { l2Client } from "../../chain/clients.ts";
import { TensoraError } from "../../lib/errors.ts";
import { subnetsOf } from "../../subnets/addresses.ts";
import { type SubnetView, viewOf } from "../../subnets/view.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { placeOf, type StackOptions } from "../request.ts";
import { readOutputs } from "../../stack/read.ts";
import { subnetLine, subnetLines } from "../ui/subnets.ts";
import { columns } from "../ui/table.ts";

/** All subnets of the chain, a line each. */
export async function listSubnets({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const all = await views(await contractsOf(stack));
  if (json) console.log(text(all));
  else if (all.length === 0) console.log("no subnets; add some under `subnets` in the stack file");
  else console.log(columns(all.map(subnetLine), HEAD).join("\n"));
  return EXIT.ok;
}

const HEAD = ["subnet", "epoch", "phase", "miners", "validators", "weight", "last epoch's TORA", "claimed"];

/** One subnet: its phase, and the leaderboards of miners and validators. */
export async function showSubnet(name: string, { stack, json = false }: StackOptions): Promise<ExitCode> {
  const view = await viewNamed(await contractsOf(stack), name);
  console.log(json ? text(view) : subnetLines(view).join("\n"));
  return EXIT.ok;
}

export interface WatchOptions extends StackOptions {
  /** How often, in seconds. */
  interval?: string;
}

/** Shows a subnet again whenever its block changes, until it is interrupted; with `--json` a line a block. */
export async function watchSubnet(name: string, options: WatchOptions): Promise<ExitCode> {
  const { stack, json = false, interval = "0.5" } = options;
  const contracts = await contractsOf(stack);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  for (let shown = -1; !stop.signal.aborted; ) {
    const view = await viewNamed(contracts, name);
    if (view.block !== shown) {
      shown = view.block;
      if (json) console.log(JSON.stringify(view, plain));
      else console.log(`${process.stdout.isTTY ? CLEAR : ""}${subnetLines(view).join("\n")}\n`);
    }
    await sleep(Number(interval) * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  return EXIT.ok;
}

const CLEAR = "\u001b[H\u001b[2J";

/** Amounts as decimal TORA. */
const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? formatEther(value) : value);
const text = (value: unknown) => JSON.stringify(value, plain, 2);

interface SubnetContracts {
  client: L2Client;
  registry: `0x${string}`;
  emissions: `0x${string}`;
}

async function contractsOf(stack: string): Promise<SubnetContracts> {
  const { l2, contracts } = await readOutputs(placeOf(stack));
  const { SubnetRegistry: registry, EmissionManager: emissions } = contracts.l2;
  if (registry === undefined || emissions === undefined)
    throw new TensoraError(`stack ${stack} has no protocol`, {
      next: ["set protocol.enabled to true, then run `./tensora up`"],
    });
  return { client: l2Client(l2), registry, emissions };
}

async function views({ client, registry, emissions }: SubnetContracts): Promise<SubnetView[]> {
  const all = await subnetsOf(client, registry);
  return Promise.all(all.map((at) => viewOf(client, at, emissions)));
}

async function viewNamed(
  { client, registry, emissions }: SubnetContracts,
  name: string,
): Promise<SubnetView> {
  const all = await subnetsOf(client, registry);
  // Of two of one name the one that lives, else the newer one.
  const found =
    all.findLast((at) => at.name === name && !at.retired) ?? all.findLast((at) => at.name === name);
  if (found) return viewOf(client, found, emissions);
  throw new TensoraError(`there is no subnet ${name}`, {
    next: [
      all.length > 0
        ? `existing subnets: ${all.map((at) => at.name).join(", ")}`
        : "add some under `subnets` in the stack file",
    ],
  });
}
