import type { Address, Hex } from "viem";

/** What decoding needs to know of the rollup. */
export interface RollupFacts {
  l2ChainId: number;
  /** Seconds between two L2 blocks. */
  blockTime: number;
  /** Timestamp of L2's block 0. */
  genesisTime: number;
  inbox: Address;
  batcher: Address;
}

/** A piece of a channel, as one batch transaction carries it. */
export interface Frame {
  /** 16 bytes. */
  channel: Hex;
  number: number;
  data: Uint8Array;
  /** The channel has no frame of a higher number. */
  last: boolean;
}

export type Compression = "zlib" | "brotli";
export type BatchType = "singular" | "span";

/** An L2 block as a batch describes it: all that derivation can't find on L1 elsewhere. */
export interface BatchBlock {
  /** Seconds since the epoch. */
  timestamp: number;
  /** Number of the L1 block that is its origin. */
  l1Origin: number;
  transactions: BatchTransaction[];
}

export interface BatchTransaction {
  /** As it was sent: RLP, or the type byte and RLP. */
  raw: Hex;
  hash: Hex;
}

export interface Batch {
  type: BatchType;
  blocks: BatchBlock[];
}
