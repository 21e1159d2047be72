import type { Address, Hex } from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import type { ServiceHandle } from "../../../spec/handle.ts";
import type { Addresses } from "../../../spec/contracts.ts";
import type { SubnetsOutputs } from "../../deploy/subnets/inputs.ts";

/** What the steps around subnets are given. */
export interface SubnetSmokeInputs {
  l2: ChainEndpoint & { blockTime: number };
  /** The protocol's contracts on L2. */
  protocol: { l2: Addresses };
  subnets: readonly SubnetSpec[];
  /** Their contracts, by name. */
  made: SubnetsOutputs["subnets"];
  /** Of miners and validators, by their names. */
  accounts: SubnetsOutputs["accounts"];
  /** The user's, and the one that those of miners and validators come from. */
  keys: { user: Hex; subnets: Hex };
  /** Of programs: a gate passes again when one changes. */
  versions: Record<string, string>;
  /** Where validators listen to drills, on local stacks. */
  validators: { url: string };
  /** The sequencer's op-node, which a drill stops and starts. */
  sequencer: ServiceHandle;
}

/** The account of a miner or validator. */
export function accountOf({ accounts }: Pick<SubnetSmokeInputs, "accounts">, name: string): Address {
  const account = accounts[name];
  if (account === undefined) throw new Error(`${name} has no account`);
  return account;
}

/** The contracts of a subnet. */
export function placeOf({ made }: SubnetSmokeInputs, name: string): SubnetAddresses {
  const at = made[name];
  if (!at) throw new Error(`the subnet ${name} was not created`);
  return { ...at, id: BigInt(at.id) };
}
