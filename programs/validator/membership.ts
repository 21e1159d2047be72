import { type Address, encodeFunctionData } from "viem";
import { globalTrustAbi } from "../../chain/abi/GlobalTrust.ts";
import { stakePoolAbi } from "../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import type { ChainEndpoint } from "../../chain/chains.ts";
import type { L2Client } from "../../chain/clients.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import { allow, type Sender, toraOf } from "../../subnets/sender.ts";

/** A validator keeps this of its delegators' rewards, of 10,000: what Bittensor's do by default. */
const TAKE = 1800;
/** No slot is outbid: a full subnet is somebody else's. */
const NO_SLOT = 255;

/**
 * Sees to it that an account is a validator: lets the subnet judge it, stakes, takes a slot from the next epoch on.
 * @param stake wei of TORA
 * @returns whether it has a slot in the next epoch; false while the account lacks the stake
 */
export async function seated(
  { client, l2, tora }: { client: L2Client; l2: ChainEndpoint; tora: Address },
  at: SubnetAddresses,
  sender: Sender,
  stake: bigint,
): Promise<boolean> {
  const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
  const account = sender.address;
  const validator = await client.readContract({ ...pool, functionName: "validatorOf", args: [account] });
  if (validator.seated) return true;
  const missing = stake > validator.assets ? stake - validator.assets : 0n;
  if ((await toraOf(l2, tora, account)) < missing) return false;
  await agree(client, at, sender);
  if (missing > 0n) await allow(l2, tora, sender, at.stakePool, missing);
  const args = [missing, TAKE, NO_SLOT] as const;
  const data = encodeFunctionData({ ...pool, functionName: "registerValidator", args });
  await sender.send({ to: at.stakePool, data }, "the registration of a validator");
  return true;
}

/** Lets a subnet judge the account. */
async function agree(client: L2Client, at: SubnetAddresses, { address, send }: Sender): Promise<void> {
  const { trust } = await client.readContract({ address: at.subnet, abi: subnetAbi, functionName: "parts" });
  const registry = { address: trust, abi: globalTrustAbi } as const;
  const args = [address, at.subnet] as const;
  if (await client.readContract({ ...registry, functionName: "isAuthorized", args })) return;
  const data = encodeFunctionData({ ...registry, functionName: "authorize", args: [at.subnet] });
  await send({ to: trust, data }, "the consent to be judged");
}
