import type { Address } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import {
  DEFAULT_PARAMETERS,
  type PostedPrice,
  type ProtocolParameters,
} from "../steps/deploy/protocol/parameters.ts";

/** One whole token, and one whole coin, in smallest units. */
const UNIT = 10n ** 18n;

/** What the protocol is deployed with. @param l1Messenger the rollup's L1CrossDomainMessenger */
export function protocolParameters(
  { protocol, accounts, local }: DevnetSpec,
  l1Messenger: Address,
): ProtocolParameters {
  const { delay, votingDelay, votingPeriod } = protocol.governance;
  const { fee, deposit } = protocol.paymaster;
  const { leastDelay, ...governance } = DEFAULT_PARAMETERS.governance;
  return {
    ...DEFAULT_PARAMETERS,
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
      ...DEFAULT_PARAMETERS.paymaster,
      terms: { ...DEFAULT_PARAMETERS.paymaster.terms, fee, maxAge: protocol.price.maxAge },
      deposit,
    },
    price: priceOf(protocol.price, accounts.priceFeeder),
  };
}

const priceOf = (
  { source, toraPerBnb, maxAge }: DevnetSpec["protocol"]["price"],
  feeder: Address,
): ProtocolParameters["price"] =>
  source === "fixed"
    ? { kind: "fixed", price: toraPerBnb }
    : { kind: "posted", feeder, first: answerOf(toraPerBnb), maxAge };

/** The same price as a feed has it: wei of BNB for one TORA. */
export const answerOf = (toraPerBnb: string): PostedPrice["first"] => `${(UNIT * UNIT) / BigInt(toraPerBnb)}`;
