import { type Address, type Hex, isAddressEqual } from "viem";
import type { RollupFacts } from "../../lib/batch/types.ts";
import { l1Client, l1Wallet, l2Client, l2Wallet } from "../../lib/chain/clients.ts";
import { rpc } from "../../lib/rpc.ts";
import type { SmokeInputs } from "./inputs.ts";

/** Clients of every chain end that a smoke step looks at, and the user's wallets. */
export function connect({ l1, l2, replica, settlement, keys }: SmokeInputs) {
  const bridge = { l1, settlement };
  return {
    l1: l1Client(l1, settlement),
    l2: l2Client(l2, bridge),
    replica: l2Client({ ...replica, chainId: l2.chainId }, bridge),
    onL1: l1Wallet(keys.user, l1),
    onL2: l2Wallet(keys.user, l2),
  };
}

export type Chains = ReturnType<typeof connect>;

/** What the batch decoder needs to know, from the inputs. */
export const rollupFacts = ({ l2, genesis, settlement, batcher }: SmokeInputs): RollupFacts => ({
  l2ChainId: l2.chainId,
  blockTime: l2.blockTime,
  genesisTime: genesis.timestamp,
  inbox: settlement.BatchInbox,
  batcher: batcher.address,
});

export interface BlockId {
  hash: Hex;
  number: number;
}

export interface L2Ref extends BlockId {
  /** Seconds since the epoch. */
  timestamp: number;
  l1origin: BlockId;
}

export interface SyncStatus {
  head_l1: BlockId;
  /** The L1 block that derivation has reached. */
  current_l1: BlockId;
  unsafe_l2: L2Ref;
  safe_l2: L2Ref;
  finalized_l2: L2Ref;
}

/** All heads of an op-node, as it sees them at one moment. */
export const syncStatus = (rollupRpcUrl: string) => rpc<SyncStatus>(rollupRpcUrl, "optimism_syncStatus");

/** Seconds since the epoch. */
export const now = () => Date.now() / 1000;

/** Whether two addresses are the same, either of them possibly missing. */
export const same = (a: Address | null | undefined, b: Address) => a != null && isAddressEqual(a, b);
