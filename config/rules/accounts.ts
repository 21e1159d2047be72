import { isLocal } from "../defaults.ts";
import { DEVELOPMENT_ADDRESSES } from "../dev-accounts.ts";
import { ACCOUNT_ROLES, type AccountRole } from "../../spec/devnet.ts";
import type { Finding, Rule } from "./rule.ts";

const pathOf = (role: AccountRole) => `accounts.${role}`;
const ALL = ["accounts", "l1.kind", "listen"] as const;

const missing: Rule = {
  says: "Where `accounts.kind` is `keys` every role has a key.",
  reads: ["accounts"],
  check: ({ accounts, config }) =>
    ACCOUNT_ROLES.filter(
      (role) => accounts[role].kind === "missing" && config.accounts[role] === undefined,
    ).map((role) => ({
      path: pathOf(role),
      problem: "has no key",
      fix: `\`pulumi config set --secret --path 'tensora:${pathOf(role)}'\` asks for one and seals it`,
    })),
};

const PUBLIC =
  "is the public key of a development mnemonic, and the stack is not local: anybody could act for it";

const development: Rule = {
  says: "Well-known development keys are for local stacks: a dev L1 with every listener on loopback.",
  reads: ALL,
  check({ config, accounts }) {
    if (isLocal(config)) return undefined;
    const fix =
      config.l1.kind === "dev"
        ? "give keys of your own with accounts.kind keys, or listen on 127.0.0.1"
        : "give keys of your own with accounts.kind keys";
    const findings: Finding[] = [];
    if (ACCOUNT_ROLES.some((role) => accounts[role].kind === "development")) {
      findings.push({
        path: "accounts.kind",
        problem: "is dev, but the stack is not local: anybody knows these keys",
        fix,
      });
    }
    for (const role of ACCOUNT_ROLES) {
      const account = accounts[role];
      if (account.kind !== "own" || !DEVELOPMENT_ADDRESSES.includes(account.address)) continue;
      findings.push({
        path: pathOf(role),
        problem: PUBLIC,
        fix: "make a new key, for example with `cast wallet new`",
      });
    }
    return findings;
  },
};

const distinct: Rule = {
  says: "Every role has a key of its own.",
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
          problem: `has the key of ${owner}: they would take each other's nonces and powers`,
          fix: "give it a key of its own",
        });
      }
    }
    return findings;
  },
};

export const ACCOUNT_RULES: readonly Rule[] = [missing, development, distinct];
