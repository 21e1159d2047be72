import { type Address, encodeFunctionData, type Hex, isAddressEqual } from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import { emissionManagerAbi } from "../../../chain/abi/EmissionManager.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetFactoryAbi } from "../../../chain/abi/SubnetFactory.ts";
import { subnetRegistryAbi } from "../../../chain/abi/SubnetRegistry.ts";
import type { L2Client } from "../../../chain/clients.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { hyperparametersOf } from "../protocol/hyperparameters.ts";
import { contractOf, type SubnetsInputs } from "./inputs.ts";

/** Something that governance is to do, and what for. */
export interface Wanted {
  what: string;
  calls: { to: Address; data: Hex }[];
}

/** What makes a subnet. @param id the number that it will get */
export function creation(inputs: SubnetsInputs, spec: SubnetSpec, id: bigint): Wanted {
  const args = [spec.name, spec.owner, hyperparametersOf(spec)] as const;
  const create = encodeFunctionData({ abi: subnetFactoryAbi, functionName: "createSubnet", args });
  const calls = [{ to: contractOf(inputs, "SubnetFactory"), data: create }, weight(inputs, id, spec.weight)];
  return { what: `makes the subnet ${spec.name}`, calls };
}

/** What a subnet that is there lacks to be as it is specified. */
export async function changes(
  client: L2Client,
  inputs: SubnetsInputs,
  spec: SubnetSpec,
  at: SubnetAddresses,
): Promise<Wanted[]> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const manager = { address: contractOf(inputs, "EmissionManager"), abi: emissionManagerAbi } as const;
  const epoch = await client.readContract({ ...subnet, functionName: "currentEpoch" });
  const [now, owner, account] = await client.multicall({
    allowFailure: false,
    contracts: [
      { ...subnet, functionName: "hyperparametersOf", args: [epoch + 1n] },
      { ...subnet, functionName: "subnetOwner" },
      { ...manager, functionName: "accountOf", args: [at.id] },
    ],
  });
  const wanted = hyperparametersOf(spec);
  const on = (what: string, data: Hex) => ({
    what: `${what} of ${spec.name}`,
    calls: [{ to: at.subnet, data }],
  });
  const found: Wanted[] = [];
  if (text(now) !== text(wanted))
    found.push(
      on(
        "hyperparameters",
        encodeFunctionData({ abi: subnetAbi, functionName: "setHyperparameters", args: [wanted] }),
      ),
    );
  if (!isAddressEqual(owner, spec.owner))
    found.push(
      on("owner", encodeFunctionData({ abi: subnetAbi, functionName: "setSubnetOwner", args: [spec.owner] })),
    );
  if (account.weight !== BigInt(spec.weight))
    found.push({ what: `weight of ${spec.name}`, calls: [weight(inputs, at.id, spec.weight)] });
  return found;
}

/** What ends a subnet: no emissions, no word on trust. */
export function retirement(inputs: SubnetsInputs, { id, name }: SubnetAddresses): Wanted {
  const data = encodeFunctionData({ abi: subnetRegistryAbi, functionName: "retire", args: [id] });
  const calls = [weight(inputs, id, 0), { to: contractOf(inputs, "SubnetRegistry"), data }];
  return { what: `retires the subnet ${name}`, calls };
}

const weight = (inputs: SubnetsInputs, id: bigint, value: number) => ({
  to: contractOf(inputs, "EmissionManager"),
  data: encodeFunctionData({ abi: emissionManagerAbi, functionName: "setWeight", args: [id, BigInt(value)] }),
});

/** The same text for the same values, whatever the order of keys. */
const text = (value: object): string =>
  JSON.stringify(
    Object.entries(value)
      .map(([key, member]) => [key, typeof member === "object" ? text(member as object) : String(member)])
      .sort(),
  );
