import { type Address, encodeFunctionData, isAddressEqual } from "viem";
import { minerRegistryAbi } from "../../chain/abi/MinerRegistry.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import type { L2Client } from "../../chain/clients.ts";
import type { ChainEndpoint } from "../../chain/chains.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import { allow, type Sender, toraOf } from "../../subnets/sender.ts";

export interface Registered {
  account: Address;
  signer: Address;
  uid: number;
  /** First epoch in which it takes part. */
  since: bigint;
  endpoint: string;
}

/** All miners that are registered with a subnet. */
export const registeredIn = async (
  client: L2Client,
  { minerRegistry }: SubnetAddresses,
): Promise<Registered[]> => {
  const read = { address: minerRegistry, abi: minerRegistryAbi, functionName: "miners" } as const;
  return [...(await client.readContract(read))];
};

/**
 * Sees to it that an account is a miner that answers at an endpoint: registers it, for the fee, or mends what is registered.
 * Its own key signs answers.
 * @returns what is registered; undefined while the account lacks the fee
 */
export async function member(
  { client, l2, tora }: { client: L2Client; l2: ChainEndpoint; tora: Address },
  subnet: SubnetAddresses,
  sender: Sender,
  endpoint: string,
): Promise<Registered | undefined> {
  const find = async () =>
    (await registeredIn(client, subnet)).find(({ account }) => isAddressEqual(account, sender.address));
  const known = await find();
  if (known && known.endpoint === endpoint && isAddressEqual(known.signer, sender.address)) return known;
  const functionName = known ? "update" : "register";
  if (!known) {
    const fee = await feeOf(client, subnet);
    if ((await toraOf(l2, tora, sender.address)) < fee) return undefined;
    if (fee > 0n) await allow(l2, tora, sender, subnet.minerRegistry, fee);
  }
  const data = encodeFunctionData({ abi: minerRegistryAbi, functionName, args: [sender.address, endpoint] });
  await sender.send({ to: subnet.minerRegistry, data }, `${functionName} of a miner to be mined`);
  return find();
}

/** What it costs to register now, wei of TORA. */
async function feeOf(client: L2Client, { subnet: address }: SubnetAddresses): Promise<bigint> {
  const read = { address, abi: subnetAbi } as const;
  const epoch = await client.readContract({ ...read, functionName: "currentEpoch" });
  const { registrationFee } = await client.readContract({
    ...read,
    functionName: "hyperparametersOf",
    args: [epoch],
  });
  return registrationFee;
}
