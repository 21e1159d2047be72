import type { Address, Hex } from "viem";
import type { DevnetSpec } from "../config/spec.ts";

/** What genesis fixes for ever, by its path in the stack file: a change of any of it is refused. */
export interface GenesisSpec {
  readonly l1: Pick<DevnetSpec["l1"], "kind" | "chainId" | "blockTime" | "gasLimit"> & {
    /** The accounts that a dev L1 gives coins to. */
    readonly prefunded: readonly Address[];
  };
  readonly l2: DevnetSpec["l2"];
  readonly accounts: Pick<DevnetSpec["accounts"], "batcher" | "sequencer" | "feeRecipient" | "user">;
}

/** One account of a genesis: numbers as 0x quantities, storage as 32-byte words. */
export interface GenesisAccount {
  balance: Hex;
  nonce?: Hex;
  code?: Hex;
  storage?: Record<Hex, Hex>;
}

/** Accounts by lower-case address, in ascending order. */
export type Allocation = Record<Address, GenesisAccount>;

/** The L1 block that the rollup starts from. */
export interface L1Origin {
  hash: Hex;
  number: number;
  /** Seconds since the epoch. */
  timestamp: number;
}

/** What L2 genesis needs to know of L1; see `steps/deploy/settlement` for where the addresses come from. */
export interface SettlementAddresses {
  ProxyAdmin: Address;
  SuperchainConfig: Address;
  SystemConfig: Address;
  OptimismPortal: Address;
  L2OutputOracle: Address;
  L1CrossDomainMessenger: Address;
  L1StandardBridge: Address;
  L1ERC721Bridge: Address;
  OptimismMintableERC20Factory: Address;
  BatchInbox: Address;
  Safe: Address;
  Multicall3: Address;
}

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
