import type { Address, Hex } from "viem";
import type { GenesisSpec, L1Origin, SettlementAddresses } from "../spec/contracts.ts";

/** One account of a genesis: numbers as 0x quantities, storage as 32-byte words. */
export interface GenesisAccount {
  balance: Hex;
  nonce?: Hex;
  code?: Hex;
  storage?: Record<Hex, Hex>;
}

/** Accounts by lower-case address, in ascending order. */
export type Allocation = Record<Address, GenesisAccount>;

export interface L2GenesisInputs {
  spec: GenesisSpec;
  settlement: SettlementAddresses;
  origin: L1Origin;
  /** Runtime code of the project's wrapped BNB, from the toolchain's contract build. */
  wrappedBnbCode: Hex;
}

/** What a genesis consists of: objects ready for `JSON.stringify`, and what the chain will say of its block 0. */
export interface GenesisFiles {
  /** For `geth init`. */
  genesis: Record<string, unknown>;
  stateRoot: Hex;
  hash: Hex;
}

export interface L2GenesisFiles extends GenesisFiles {
  /** For `op-node --rollup.config`. */
  rollup: Record<string, unknown>;
}
