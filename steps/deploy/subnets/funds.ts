import { type Address, type Hex, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import type { SubnetSpec } from "../../../config/subnets.ts";
import { emissionManagerAbi } from "../../../lib/abi/EmissionManager.ts";
import { minerRegistryAbi } from "../../../lib/abi/MinerRegistry.ts";
import { stakePoolAbi } from "../../../lib/abi/StakePool.ts";
import type { L2Client } from "../../../lib/chain/clients.ts";
import { mined, submit } from "../../../lib/chain/transact.ts";
import type { SubnetAddresses } from "../../../lib/subnet/addresses.ts";
import { identityKey } from "../../../lib/subnet/keys.ts";
import { toraOf } from "../../../lib/subnet/sender.ts";
import { transferData } from "../../smoke/tora/users.ts";
import type { StepContext } from "../../step.ts";
import { hyperparametersOf } from "./decisions.ts";
import { contractOf, type SubnetsInputs } from "./inputs.ts";
import type { Payer } from "./subnets.ts";

/** BNB that each account of a miner or validator is filled up to, at half of it: enough for some thousand epochs. */
const GAS = parseEther("0.1");
/** TORA that the emissions are filled up to: what is earned is paid from it. */
export const RESERVE = parseEther("20000");

/** A transfer that is to be made. */
interface Due {
  to: Address;
  bnb: bigint;
  tora: bigint;
}

/** Gives miners and validators what they need to begin, and the emissions what they pay from. */
export async function fund(
  { client, wallet }: Payer,
  inputs: SubnetsInputs,
  made: Record<string, SubnetAddresses>,
  context: StepContext,
): Promise<void> {
  const tora = contractOf(inputs, "ToraToken");
  const dues = await duesOf(client, inputs, made);
  const hashes: Hex[] = [];
  for (const { to, bnb, tora: amount } of dues) {
    if (bnb > 0n) hashes.push(await submit(client, wallet, { to, value: bnb }));
    if (amount > 0n) hashes.push(await submit(client, wallet, { to: tora, data: transferData(to, amount) }));
  }
  for (const hash of hashes) await mined(client, hash, "the funds of miners and validators", context);
  if (hashes.length > 0) context.log(`funded ${dues.length} accounts`);
}

async function duesOf(
  client: L2Client,
  inputs: SubnetsInputs,
  made: Record<string, SubnetAddresses>,
): Promise<Due[]> {
  const needs = new Map<Address, bigint>();
  const add = (name: string, amount: bigint) => {
    const account = privateKeyToAddress(identityKey(inputs.keys.subnets, name));
    needs.set(account, (needs.get(account) ?? 0n) + amount);
    return account;
  };
  for (const spec of inputs.subnets) await needsOf(client, spec, made[spec.name] as SubnetAddresses, add);
  const accounts = await Promise.all(
    [...needs].map(async ([to, needed]) => {
      const [bnb, tora] = await Promise.all([
        client.getBalance({ address: to }),
        toraOf(inputs.l2, contractOf(inputs, "ToraToken"), to),
      ]);
      return { to, bnb: bnb < GAS / 2n ? GAS - bnb : 0n, tora: needed > tora ? needed - tora : 0n };
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

/** TORA that the miners and validators of a subnet lack to take part: the fee, and the stake. */
async function needsOf(
  client: L2Client,
  spec: SubnetSpec,
  at: SubnetAddresses,
  add: (name: string, amount: bigint) => Address,
): Promise<void> {
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi } as const;
  const miners = await client.readContract({ ...registry, functionName: "miners" });
  const registered = new Set(miners.map(({ account }) => account));
  const { registrationFee } = hyperparametersOf(spec);
  for (const { name } of spec.miners) {
    const account = add(name, 0n);
    if (!registered.has(account)) add(name, registrationFee);
  }
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  for (const { name, stake } of spec.validators) {
    const args = [add(name, 0n)] as const;
    const { seated, assets } = await client.readContract({ ...pool, functionName: "validatorOf", args });
    if (!seated && BigInt(stake) > assets) add(name, BigInt(stake) - assets);
  }
}
