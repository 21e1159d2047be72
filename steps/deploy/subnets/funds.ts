import { type Address, type Hex, parseEther } from "viem";
import type { Gas, SubnetSpec } from "../../../spec/subnets.ts";
import { emissionManagerAbi } from "../../../chain/abi/EmissionManager.ts";
import { minerRegistryAbi } from "../../../chain/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { mined, submit } from "../../../chain/transact.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { toraOf } from "../../../subnets/sender.ts";
import { transferData } from "../../common/transfer.ts";
import type { StepContext } from "../../common/step.ts";
import { hyperparametersOf } from "../protocol/hyperparameters.ts";
import type { Identity } from "./identities.ts";
import { contractOf, type SubnetsInputs } from "./inputs.ts";
import type { Payer } from "./subnets.ts";

/**
 * What each account of a miner or validator is filled up to for gas, at half of it: 0.1 BNB is enough for some thousand
 * epochs; 1000 TORA for some fifty of a validator that aggregates each alone (18 TORA at 20,000 a BNB), and what it earns
 * comes to the same account.
 */
const GAS = { bnb: parseEther("0.1"), tora: parseEther("1000") };
/** TORA that the emissions are filled up to: what is earned is paid from it. */
export const RESERVE = parseEther("20000");

/** A transfer that is to be made. */
interface Due {
  to: Address;
  bnb: bigint;
  tora: bigint;
}

/** What is on the chain, and who acts there. */
interface Known {
  /** Subnets by name. */
  made: Record<string, SubnetAddresses>;
  identities: readonly Identity[];
}

/** Gives miners and validators what they need to begin, and the emissions what they pay from. */
export async function fund(
  { client, wallet }: Payer,
  inputs: SubnetsInputs,
  known: Known,
  context: StepContext,
): Promise<void> {
  const tora = contractOf(inputs, "ToraToken");
  const dues = await duesOf(client, inputs, known);
  const hashes: Hex[] = [];
  for (const { to, bnb, tora: amount } of dues) {
    if (bnb > 0n) hashes.push(await submit(client, wallet, { to, value: bnb }));
    if (amount > 0n) hashes.push(await submit(client, wallet, { to: tora, data: transferData(to, amount) }));
  }
  for (const hash of hashes) await mined(client, hash, "the funding of miners and validators", context);
  if (hashes.length > 0) context.log(`funded ${dues.length} accounts`);
}

async function duesOf(client: L2Client, inputs: SubnetsInputs, { made, identities }: Known): Promise<Due[]> {
  const byName = new Map(identities.map((one) => [one.name, { ...one, needed: 0n }]));
  const of = (name: string) => byName.get(name) as Identity & { needed: bigint };
  for (const spec of inputs.subnets) await needsOf(client, spec, made[spec.name] as SubnetAddresses, of);
  const accounts = await Promise.all(
    [...byName.values()].map(async ({ account: to, gas, needed }) => {
      const has = {
        bnb: await client.getBalance({ address: to }),
        tora: await toraOf(inputs.l2, contractOf(inputs, "ToraToken"), to),
      };
      const fee = GAS[gas];
      const due = (coin: Gas, beside: bigint) => {
        const least = beside + (coin === gas ? fee / 2n : 0n);
        return has[coin] < least ? beside + (coin === gas ? fee : 0n) - has[coin] : 0n;
      };
      return { to, bnb: due("bnb", 0n), tora: due("tora", needed) };
    }),
  );
  const emissions = contractOf(inputs, "EmissionManager");
  const available = await client.readContract({
    address: emissions,
    abi: emissionManagerAbi,
    functionName: "available",
  });
  if (inputs.subnets.length === 0) return accounts.filter(({ bnb, tora }) => bnb + tora > 0n);
  const reserve = { to: emissions, bnb: 0n, tora: available < RESERVE / 2n ? RESERVE - available : 0n };
  return [...accounts, reserve].filter(({ bnb, tora }) => bnb + tora > 0n);
}

/** Adds the TORA that the miners and validators of a subnet lack to take part: the fee, and the stake. */
async function needsOf(
  client: L2Client,
  spec: SubnetSpec,
  at: SubnetAddresses,
  of: (name: string) => { account: Address; needed: bigint },
): Promise<void> {
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const miners = await client.readContract({ ...registry, functionName: "miners" });
  const registered = new Set(miners.map(({ account }) => account));
  const { registrationFee } = hyperparametersOf(spec);
  for (const { name } of spec.miners) {
    const one = of(name);
    if (!registered.has(one.account)) one.needed += registrationFee;
  }
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  for (const { name, stake } of spec.validators) {
    const one = of(name);
    const args = [one.account] as const;
    const { seated, assets } = await client.readContract({ ...pool, functionName: "validatorOf", args });
    if (!seated && BigInt(stake) > assets) one.needed += BigInt(stake) - assets;
  }
}
