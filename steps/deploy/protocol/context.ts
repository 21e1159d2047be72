import type { Address } from "viem";
import { TensoraError } from "../../../lib/errors.ts";
import type { Addresses } from "../../../spec/contracts.ts";
import type { ProtocolAccounts, ProtocolParameters } from "./parameters.ts";

/** Finds a contract's address by its name; of a proxied contract that of the proxy. */
export type AddressOf = (name: string) => Address;

/** All that a deployment plan is written from. */
export interface DeploymentContext {
  parameters: ProtocolParameters;
  accounts: ProtocolAccounts;
  /** Where the contracts of either chain are, or will be. */
  l1: AddressOf;
  l2: AddressOf;
}

/** @throws TensoraError from the function for a contract that is not there */
export const finder =
  (chain: string, addresses: Addresses): AddressOf =>
  (name) => {
    const address = addresses[name];
    if (address === undefined) {
      throw new TensoraError(`the protocol has no ${name} on ${chain}`);
    }
    return address;
  };
