import { isLocal } from "../defaults.ts";
import { PROTOCOL_CONSTANTS } from "../protocol-defaults.ts";
import type { Rule } from "./rule.ts";

const { minPrice, maxPrice } = PROTOCOL_CONSTANTS.paymaster;
/** Two days: what the specification gives those who disagree to leave. */
const { leastDelay } = PROTOCOL_CONSTANTS.governance;

const underlying: Rule = {
  says: "On an external L1 the protocol needs `protocol.underlying`: the test token is deployed on a dev L1 only.",
  reads: ["protocol.underlying", "protocol.enabled", "l1.kind"],
  check: ({ config: { protocol, l1 } }) =>
    protocol.enabled && l1.kind === "external" && protocol.underlying === undefined
      ? {
          problem: "is missing",
          fix: "set the token's address, or set protocol.enabled to false",
        }
      : undefined,
};

const delay: Rule = {
  says: "Unless the stack is local, the timelock delay is at least 48 hours.",
  reads: ["protocol.governance.delay", "protocol.enabled", "l1.kind", "listen"],
  check({ config }) {
    const { enabled, governance } = config.protocol;
    if (!enabled || isLocal(config) || governance.delay >= leastDelay) return undefined;
    return { problem: `is ${governance.delay}`, fix: `set it to ${leastDelay} or more` };
  },
};

const price: Rule = {
  says: `The price of a BNB is between ${minPrice} and ${maxPrice} TORA: the paymaster refuses other prices.`,
  reads: ["protocol.price.toraPerBnb"],
  check({ config }) {
    const value = Number(config.protocol.price.toraPerBnb);
    if (value >= minPrice && value <= maxPrice) return undefined;
    return { problem: `is ${value}`, fix: `set a price from ${minPrice} to ${maxPrice}` };
  },
};

const looks: Rule = {
  says: "The price feeder checks the price at least three times within `protocol.price.maxAge`.",
  reads: ["protocol.price.interval", "protocol.price.maxAge"],
  check({ config }) {
    const { interval, maxAge } = config.protocol.price;
    if (interval * 3 <= maxAge) return undefined;
    return {
      problem: `is ${interval} s, but a price is valid for ${maxAge} s only`,
      fix: `set it to ${Math.floor(maxAge / 3)} or less`,
    };
  },
};

const deposit: Rule = {
  says: "`protocol.paymaster.deposit` is above `protocol.paymaster.minDeposit`.",
  reads: ["protocol.paymaster.deposit", "protocol.paymaster.minDeposit"],
  check({ config }) {
    const { deposit, minDeposit } = config.protocol.paymaster;
    if (Number(deposit) > Number(minDeposit)) return undefined;
    return {
      problem: `is ${deposit}, which is not above minDeposit (${minDeposit})`,
      fix: "raise it, or lower minDeposit",
    };
  },
};

export const PROTOCOL_RULES: readonly Rule[] = [underlying, delay, price, looks, deposit];
