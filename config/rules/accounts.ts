import { isLocal } from "../defaults.ts";
import { DEVELOPMENT_ADDRESSES } from "../dev-accounts.ts";
import { ACCOUNT_ROLES, type AccountRole } from "../../spec/devnet.ts";
import type { Finding, Rule } from "./rule.ts";

const pathOf = (role: AccountRole) => `accounts.${role}`;
const ALL = ["accounts", "l1.kind", "listen"] as const;

const missing: Rule = {
  says: "If `accounts.kind` is `keys`, every role needs a key.",
  reads: ["accounts"],
  check: ({ accounts, config }) =>
    ACCOUNT_ROLES.filter(
      (role) => accounts[role].kind === "missing" && config.accounts[role] === undefined,
    ).map((role) => ({
      path: pathOf(role),
      problem: "has no key",
      fix: `\`pulumi config set --secret --path 'tensora:${pathOf(role)}'\` asks for one and encrypts it`,
    })),
};

const PUBLIC = "is a well-known development key, but the stack is not local: anyone could use the account";

const development: Rule = {
  says: "Well-known development keys are allowed on local stacks only: a dev L1, and all services listening on loopback.",
  reads: ALL,
  check({ config, accounts }) {
    if (isLocal(config)) return undefined;
    const fix =
      config.l1.kind === "dev"
        ? "set accounts.kind to keys and give your own keys, or set listen to 127.0.0.1"
        : "set accounts.kind to keys and give your own keys";
    const findings: Finding[] = [];
    if (ACCOUNT_ROLES.some((role) => accounts[role].kind === "development")) {
      findings.push({
        path: "accounts.kind",
        problem: "is dev, but the stack is not local: everyone knows these keys",
        fix,
      });
    }
    for (const role of ACCOUNT_ROLES) {
      const account = accounts[role];
      if (account.kind !== "own" || !DEVELOPMENT_ADDRESSES.includes(account.address)) continue;
      findings.push({
        path: pathOf(role),
        problem: PUBLIC,
        fix: "create a new key, for example with `cast wallet new`",
      });
    }
    return findings;
  },
};

const distinct: Rule = {
  says: "Every role has a different key.",
  reads: ["accounts"],
  check({ accounts }) {
    const owners = new Map<string, AccountRole>();
    const findings: Finding[] = [];
    for (const role of ACCOUNT_ROLES) {
      const account = accounts[role];
      if (!("address" in account)) continue;
      const owner = owners.get(account.address);
      if (owner === undefined) owners.set(account.address, role);
      else {
        findings.push({
          path: pathOf(role),
          problem: `has the same key as ${owner}: they would use each other's nonces and rights`,
          fix: "give it a different key",
        });
      }
    }
    return findings;
  },
};

export const ACCOUNT_RULES: readonly Rule[] = [missing, development, distinct];
