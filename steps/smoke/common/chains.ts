import { type Address, isAddressEqual } from "viem";
import type { RollupFacts } from "../../../chain/batch/types.ts";
import { l1Client, l1Wallet, l2Client, l2Wallet } from "../../../chain/clients.ts";
import type { SmokeInputs } from "./inputs.ts";

/** Clients of every endpoint that a smoke step looks at, and the user's wallets. */
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

/** Seconds since the epoch. */
export const now = () => Date.now() / 1000;

/** Whether two addresses are the same, either of them possibly missing. */
export const same = (a: Address | null | undefined, b: Address) => a != null && isAddressEqual(a, b);
