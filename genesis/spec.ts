import { ACCOUNT_ROLES, type DevnetSpec } from "../config/spec.ts";
import type { GenesisSpec } from "./types.ts";

/** What of a devnet is fixed by its genesis. */
export function genesisSpec({ l1, l2, accounts }: DevnetSpec): GenesisSpec {
  const { batcher, sequencer, feeRecipient, user } = accounts;
  const { kind, chainId, blockTime, gasLimit } = l1;
  const prefunded = kind === "dev" ? ACCOUNT_ROLES.map((role) => accounts[role]) : [];
  return {
    l1: { kind, chainId, blockTime, gasLimit, prefunded },
    l2,
    accounts: { batcher, sequencer, feeRecipient, user },
  };
}
