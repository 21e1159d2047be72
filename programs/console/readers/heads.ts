import { type BlockRef, syncStatus } from "../../../chain/sync-status.ts";
import type { Head, Heads } from "../state.ts";

/** Milliseconds that op-node may take. */
const PATIENCE = 3000;

/** The three heads of L2 and L1's, as op-node has them. */
export function headsReader(rollupRpcUrl: string) {
  return async (): Promise<Heads> => {
    const status = await syncStatus(rollupRpcUrl, PATIENCE);
    return {
      l1: head(status.head_l1),
      unsafe: head(status.unsafe_l2),
      safe: head(status.safe_l2),
      finalized: head(status.finalized_l2),
    };
  };
}

const head = ({ number, timestamp }: BlockRef): Head => ({ number, time: timestamp });
