import type { Address, Hex } from "viem";
import type { DevnetSpec } from "./devnet.ts";

/** What genesis fixes for ever, by its path in the stack file: a change of any of it is refused. */
export interface GenesisSpec {
  readonly l1: Pick<DevnetSpec["l1"], "kind" | "chainId" | "blockTime" | "gasLimit"> & {
    /** The accounts that a dev L1 gives coins to. */
    readonly prefunded: readonly Address[];
  };
  readonly l2: DevnetSpec["l2"];
  readonly accounts: Pick<DevnetSpec["accounts"], "batcher" | "sequencer" | "feeRecipient" | "user">;
}

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

/** Contracts of one chain by name; of a proxied one that of the proxy. */
export type Addresses = Readonly<Record<string, Address>>;

/** Slots of ERC-1967. */
export const PROXY_ADMIN_SLOT = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
export const PROXY_IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
