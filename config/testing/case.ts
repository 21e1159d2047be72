import { ACCOUNT_ROLES } from "../../spec/devnet.ts";
import { privateKey } from "./problems.ts";

/** What the cases of the configuration's rules are made of; see validate.test.ts. */
export const LOCK = "config/testing/images.lock.yaml";

export type Values = Record<string, unknown>;

export const OWN_KEYS = Object.fromEntries(ACCOUNT_ROLES.map((role, index) => [role, privateKey(index)]));
export const external = (l1: Values = {}): Values => ({
  l1: { kind: "external", rpcUrl: "http://127.0.0.1:8545", chainId: 999, blockTime: 3, ...l1 },
  accounts: { ...OWN_KEYS },
});
export const governed = (values: Values, governance: Values): Values => ({
  ...values,
  protocol: { enabled: true, underlying: `0x${"11".repeat(20)}`, governance },
});
export const price = (values: Values): Values => ({ protocol: { price: values } });
export const forks = (schedule: Values, rest: Values = {}): Values => ({ ...rest, l2: { forks: schedule } });

/** One case a rule, by the beginning of what the rule says. */
export interface Case {
  rule: string;
  /** What is refused, where, and a part of the reason and of the fix. */
  refused: [Values, path: string, reason: string, fix: string][];
  /** The nearest values that can work. */
  accepted: Values[];
}
