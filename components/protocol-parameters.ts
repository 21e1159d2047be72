import type { Address } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { PostedPrice, ProtocolParameters } from "../steps/deploy/protocol/parameters.ts";

/** One whole token, and one whole coin, in smallest units. */
const UNIT = 10n ** 18n;

/**
 * What the protocol is deployed with. A stack's state has it, with its keys in this order: what differs from it is refused.
 * @param l1Messenger the rollup's L1CrossDomainMessenger
 */
export function protocolParameters(
  { protocol, accounts }: { protocol: DevnetSpec["protocol"]; accounts: { priceFeeder: Address } },
  l1Messenger: Address,
): ProtocolParameters {
  const { taxed, exitDelay, underlying, price, emission, trust } = protocol;
  const { delay, votingDelay, votingPeriod, proposalThreshold, quorum, approval, leastDelay } =
    protocol.governance;
  const { fee, maxDeviation, settlementGas, maxOperationCost, minPrice, maxPrice } = protocol.paymaster;
  const { stake, unstakeDelay, deposit } = protocol.paymaster;
  const { maxAge } = price;
  return {
    taxed,
    governance: {
      delay,
      votingDelay,
      votingPeriod,
      proposalThreshold,
      quorum,
      approval,
      leastDelay,
      l1Messenger,
    },
    exitDelay,
    paymaster: {
      terms: { fee, maxDeviation, maxAge, settlementGas, maxOperationCost, minPrice, maxPrice },
      stake,
      unstakeDelay,
      deposit,
    },
    // A stack's own subnets are made by governance: see deploy/subnets.
    subnets: { emission, trust, examples: [] },
    ...(underlying === undefined ? {} : { underlying }),
    price: priceOf(price, accounts.priceFeeder),
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
