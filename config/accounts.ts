import type { Address, Hex } from "viem";
import type { ConfigProblem } from "../lib/errors.ts";
import type { Configuration } from "./defaults.ts";
import { developmentAccount } from "./dev-accounts.ts";
import { ACCOUNT_ROLES, type AccountRole } from "../spec/devnet.ts";

/** Who acts for a role. */
export type Account =
  | { kind: "development" | "own"; key: Hex; address: Address }
  /** Sealed in the stack file: nobody knows its address before it is opened. */
  | { kind: "sealed" }
  /** No key was given where one is needed. */
  | { kind: "missing" };

export type Accounts = Record<AccountRole, Account>;

/**
 * The account of every role. A key's address is computed only where the key is the stack's own.
 * @returns the accounts, and a problem for each key that is no key of the curve
 */
export async function accountsOf(
  config: Configuration["accounts"],
): Promise<{ accounts: Accounts; problems: ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const entries: [AccountRole, Account][] = [];
  for (const role of ACCOUNT_ROLES) {
    const given = config[role];
    if (given === undefined) {
      const development = config.kind === "dev";
      entries.push([
        role,
        development ? { kind: "development", ...developmentAccount(role) } : { kind: "missing" },
      ]);
    } else if (typeof given !== "string") {
      entries.push([role, { kind: "sealed" }]);
    } else {
      const address = await addressOf(given as Hex);
      if (address === undefined) problems.push(notOfTheCurve(role));
      entries.push([
        role,
        address === undefined ? { kind: "missing" } : { kind: "own", key: given as Hex, address },
      ]);
    }
  }
  return { accounts: Object.fromEntries(entries) as Accounts, problems };
}

async function addressOf(key: Hex): Promise<Address | undefined> {
  // Loaded here because most stacks never need it, and it takes longer than everything else in this folder.
  const { privateKeyToAddress } = await import("viem/accounts");
  try {
    return privateKeyToAddress(key);
  } catch {
    return undefined;
  }
}

const notOfTheCurve = (role: AccountRole): ConfigProblem => ({
  path: `accounts.${role}`,
  problem: "is not a valid private key: it is 0 or exceeds the order of secp256k1",
  fix: "create a new key, for example with `cast wallet new`",
});
