import { rpc } from "../../../lib/rpc.ts";
import type { Head, Heads } from "../state.ts";

interface Ref {
  number: number;
  timestamp: number;
}
interface SyncStatus {
  head_l1: Ref;
  unsafe_l2: Ref;
  safe_l2: Ref;
  finalized_l2: Ref;
}

/** The three heads of L2 and L1's, as op-node has them. */
export function headsReader(rollupRpcUrl: string) {
  return async (): Promise<Heads> => {
    const status = await rpc<SyncStatus>(rollupRpcUrl, "optimism_syncStatus", [], 3000);
    return {
      l1: head(status.head_l1),
      unsafe: head(status.unsafe_l2),
      safe: head(status.safe_l2),
      finalized: head(status.finalized_l2),
    };
  };
}

const head = ({ number, timestamp }: Ref): Head => ({ number, time: timestamp });
