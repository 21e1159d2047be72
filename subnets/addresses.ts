import type { Address, PublicClient } from "viem";
import { subnetRegistryAbi } from "../chain/abi/SubnetRegistry.ts";

/** A subnet of the registry. */
export interface SubnetAddresses {
  id: bigint;
  name: string;
  subnet: Address;
  consensus: Address;
  stakePool: Address;
  minerRegistry: Address;
  inferenceDesk: Address;
  retired: boolean;
}

type Reader = Pick<PublicClient, "readContract">;

/** All subnets of a registry, by number. */
export async function subnetsOf(client: Reader, registry: Address): Promise<SubnetAddresses[]> {
  const read = { address: registry, abi: subnetRegistryAbi } as const;
  const count = await client.readContract({ ...read, functionName: "count" });
  const ids = Array.from({ length: Number(count) }, (_, index) => BigInt(index + 1));
  return Promise.all(
    ids.map(async (id) => ({
      id,
      ...(await client.readContract({ ...read, functionName: "subnetOf", args: [id] })),
    })),
  );
}

/** The subnet of a name that is not retired; of two the newer one. */
export async function subnetCalled(
  client: Reader,
  registry: Address,
  name: string,
): Promise<SubnetAddresses | undefined> {
  const all = await subnetsOf(client, registry);
  return all.filter((subnet) => subnet.name === name && !subnet.retired).at(-1);
}
