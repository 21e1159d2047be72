import type { Address } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { DEFAULT_RULES, type PostedPrice, type ProtocolRules } from "../steps/deploy/protocol/rules.ts";

/** One whole token, and one whole coin, in smallest units. */
const UNIT = 10n ** 18n;

/** What the protocol is deployed with. @param l1Messenger the rollup's L1CrossDomainMessenger */
export function protocolRules(
  { protocol, accounts, local }: DevnetSpec,
  l1Messenger: Address,
): ProtocolRules {
  const { delay, votingDelay, votingPeriod } = protocol.governance;
  const { fee, deposit } = protocol.paymaster;
  const { leastDelay, ...governance } = DEFAULT_RULES.governance;
  return {
    ...DEFAULT_RULES,
    ...(protocol.underlying === undefined ? {} : { underlying: protocol.underlying }),
    governance: {
      ...governance,
      delay,
      votingDelay,
      votingPeriod,
      // Two days are the specification's; a local chain has nothing to lose, and tests that do not wait for them.
      leastDelay: local ? Math.min(delay, leastDelay) : leastDelay,
      l1Messenger,
    },
    paymaster: {
      ...DEFAULT_RULES.paymaster,
      terms: { ...DEFAULT_RULES.paymaster.terms, fee, maxAge: protocol.price.maxAge },
      deposit,
    },
    price: priceOf(protocol.price, accounts.priceFeeder),
  };
}

const priceOf = (
  { source, toraPerBnb, maxAge }: DevnetSpec["protocol"]["price"],
  feeder: Address,
): ProtocolRules["price"] =>
  source === "fixed"
    ? { kind: "fixed", price: toraPerBnb }
    : { kind: "posted", feeder, first: answerOf(toraPerBnb), maxAge };

/** The same price as a feed has it: wei of BNB for one TORA. */
export const answerOf = (toraPerBnb: string): PostedPrice["first"] => `${(UNIT * UNIT) / BigInt(toraPerBnb)}`;
