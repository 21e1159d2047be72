import { isLocal } from "../defaults.ts";
import { PROTOCOL_CONSTANTS } from "../protocol-defaults.ts";
import type { Rule } from "./rule.ts";

const { minPrice, maxPrice } = PROTOCOL_CONSTANTS.paymaster;
/** Two days: what the specification gives those who disagree to leave. */
const { leastDelay } = PROTOCOL_CONSTANTS.governance;

const underlying: Rule = {
  says: "On an L1 of others the protocol needs the token that WTORA wraps: the taxed stand-in is for a dev L1.",
  reads: ["protocol.underlying", "protocol.enabled", "l1.kind"],
  check: ({ config: { protocol, l1 } }) =>
    protocol.enabled && l1.kind === "external" && protocol.underlying === undefined
      ? {
          problem: "is missing",
          fix: "name the token, or leave the protocol out with protocol.enabled false",
        }
      : undefined,
};

const delay: Rule = {
  says: "Where there is something to lose a decision waits at least 48 hours in the timelock.",
  reads: ["protocol.governance.delay", "protocol.enabled", "l1.kind", "listen"],
  check({ config }) {
    const { enabled, governance } = config.protocol;
    if (!enabled || isLocal(config) || governance.delay >= leastDelay) return undefined;
    return { problem: `is ${governance.delay}`, fix: `set it to ${leastDelay} or more` };
  },
};

const price: Rule = {
  says: `A BNB costs between ${minPrice} and ${maxPrice} TORA: the paymaster refuses other prices.`,
  reads: ["protocol.price.toraPerBnb"],
  check({ config }) {
    const value = Number(config.protocol.price.toraPerBnb);
    if (value >= minPrice && value <= maxPrice) return undefined;
    return { problem: `is ${value}`, fix: `give a price from ${minPrice} to ${maxPrice}` };
  },
};

const looks: Rule = {
  says: "The price feeder looks at least three times while a price is good.",
  reads: ["protocol.price.interval", "protocol.price.maxAge"],
  check({ config }) {
    const { interval, maxAge } = config.protocol.price;
    if (interval * 3 <= maxAge) return undefined;
    return { problem: `is ${interval}, and a price is good for ${maxAge} s`, fix: "look more often" };
  },
};

const deposit: Rule = {
  says: "The paymaster's deposit is filled up to more than what it is filled up at.",
  reads: ["protocol.paymaster.deposit", "protocol.paymaster.minDeposit"],
  check({ config }) {
    const { deposit, minDeposit } = config.protocol.paymaster;
    if (Number(deposit) > Number(minDeposit)) return undefined;
    return { problem: `is ${deposit}, not above minDeposit`, fix: "raise it, or lower minDeposit" };
  },
};

export const PROTOCOL_RULES: readonly Rule[] = [underlying, delay, price, looks, deposit];
