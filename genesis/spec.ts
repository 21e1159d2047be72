import type { Address } from "viem";
import { ACCOUNT_ROLES, type AccountRole, type DevnetSpec } from "../spec/devnet.ts";
import type { GenesisSpec } from "../spec/contracts.ts";

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

/** The accounts that genesis fixes, by role: all of a dev L1, for they have their coins from genesis. */
export function fixedAccounts({ l1, accounts }: GenesisSpec): Partial<Record<AccountRole, Address>> {
  if (l1.kind === "external") return accounts;
  return Object.fromEntries(ACCOUNT_ROLES.map((role, i) => [role, l1.prefunded[i]]));
}
