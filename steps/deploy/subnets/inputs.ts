import type { Address, Hex } from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import type { Addresses } from "../../../spec/contracts.ts";

export interface SubnetsInputs {
  l2: ChainEndpoint;
  /** The protocol's contracts on L2. */
  protocol: { l2: Addresses };
  bundler: { rpcUrl: string };
  /** The subnets that the stack is to have. */
  subnets: readonly SubnetSpec[];
  /** The user's, who votes and pays; and the one that those of miners and validators come from. */
  keys: { user: Hex; subnets: Hex };
}

export interface SubnetsOutputs {
  /** The contracts of each subnet, by its name. */
  subnets: Record<string, Omit<SubnetAddresses, "id"> & { id: string }>;
  /** Of miners and validators, by their names. */
  accounts: Record<string, Address>;
  /** Names of subnets that were taken out and whose stakes have not come back yet. */
  draining: string[];
}

/** A contract of the protocol on L2. @throws Error when it is not there */
export function contractOf({ protocol }: Pick<SubnetsInputs, "protocol">, name: string): Address {
  const address = protocol.l2[name];
  if (address === undefined) throw new Error(`the protocol has no ${name}`);
  return address;
}
