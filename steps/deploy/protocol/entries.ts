import type { Address, Hex } from "viem";
import type { Getters } from "../delivery/expected.ts";

/** Arguments by the names that the contract's ABI has for them, without a trailing underscore. */
export type Named = Record<string, unknown>;

interface Verified {
  name: string;
  /** What its getters must answer when all is done. */
  is?: Getters;
  /** Every role that it knows, by its name, with everyone who must have it when all is done. */
  roles?: Record<string, readonly Address[]>;
}

/** A contract that is what it is for ever. */
export interface PlainContract extends Verified {
  kind: "plain";
  code: Named;
}

/** A contract of the protocol: an implementation, and a proxy that is initialised as it is created. */
export interface ProxiedContract extends Verified {
  kind: "proxied";
  /** The implementation's constructor. */
  code: Named;
  initial: Named;
}

/** A contract that has the same address on every chain, created through the proxy at 0x4e59. */
export interface CanonicalContract extends Verified {
  kind: "canonical";
  address: Address;
  salt: Hex;
}

/** Code that proxies get which others create: an implementation alone. */
export interface Implementation extends Verified {
  kind: "implementation";
}

/** A call by the deployer, on a contract named before. */
export interface Call {
  kind: "call";
  on: string;
  function: string;
  args: readonly unknown[];
  /** Wei. */
  value?: bigint;
  /** Where the usual limit is too low. */
  gas?: bigint;
}

export type Contract = PlainContract | ProxiedContract | CanonicalContract | Implementation;
/** A line of a deployment plan. */
export type Entry = Contract | Call;

export const isContract = (entry: Entry): entry is Contract => entry.kind !== "call";

export const plain = (name: string, code: Named = {}, verified: Omit<Verified, "name"> = {}): Entry => ({
  kind: "plain",
  name,
  code,
  ...verified,
});

export const proxied = (
  name: string,
  { code = {}, initial, ...verified }: Omit<ProxiedContract, "kind" | "name" | "code"> & { code?: Named },
): Entry => ({ kind: "proxied", name, code, initial, ...verified });

export const implementation = (name: string): Entry => ({ kind: "implementation", name });

export const canonical = (
  name: string,
  address: Address,
  salt: Hex,
  verified: Omit<Verified, "name"> = {},
): Entry => ({ kind: "canonical", name, address, salt, ...verified });

export const call = (
  on: string,
  name: string,
  args: readonly unknown[] = [],
  more: Pick<Call, "value" | "gas"> = {},
): Entry => ({ kind: "call", on, function: name, args, ...more });

/** What the deployer was the first owner of, so that it could be connected, goes to its owner for good. */
export const handOver = (on: string, owner: Address): Entry => call(on, "transferOwnership", [owner]);
