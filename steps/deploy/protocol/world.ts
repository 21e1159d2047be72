import type { Address } from "viem";
import { TensoraError } from "../../../lib/errors.ts";
import type { Addresses } from "../../../spec/contracts.ts";
import type { ProtocolAccounts, ProtocolRules } from "./rules.ts";

/** Finds a contract's address by its name; of a proxied contract that of the proxy. */
export type AddressOf = (name: string) => Address;

/** All that a table of contents is written from. */
export interface World {
  rules: ProtocolRules;
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
