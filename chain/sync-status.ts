import type { Hex } from "viem";
import { rpc } from "../lib/rpc.ts";

/** A block as op-node names it; times are in seconds since the epoch. */
export interface BlockRef {
  hash: Hex;
  number: number;
  timestamp: number;
}

export interface L2Ref extends BlockRef {
  l1origin: Pick<BlockRef, "hash" | "number">;
}

export interface SyncStatus {
  head_l1: BlockRef;
  /** The L1 block that derivation has reached. */
  current_l1: BlockRef;
  unsafe_l2: L2Ref;
  safe_l2: L2Ref;
  finalized_l2: L2Ref;
}

/** All heads of an op-node, as it sees them at one moment. */
export const syncStatus = (rollupRpcUrl: string, timeoutMs?: number) =>
  rpc<SyncStatus>(rollupRpcUrl, "optimism_syncStatus", [], timeoutMs);
