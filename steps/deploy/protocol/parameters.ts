import type { Address } from "viem";
import type { Wei } from "../../../spec/devnet.ts";

/** What the protocol is deployed with; all of it public. Amounts are decimal strings of the smallest unit. */
export interface ProtocolParameters {
  /** The token that WTORA wraps. Without it, a test token with a transfer tax is deployed, on a dev L1 only. */
  underlying?: Address;
  /** The test token's supply, and its tax in hundredths of a percent. */
  taxed: { supply: Wei; tax: number };
  governance: {
    /** Seconds that a decision waits in the timelock. */
    delay: number;
    /** Seconds below which no decision can set that. */
    leastDelay: number;
    /** Seconds from a proposal to the votes on it, and those of voting. */
    votingDelay: number;
    votingPeriod: number;
    /** Wei of staked TORA that a proposer votes with. */
    proposalThreshold: Wei;
    /** In percent of all staked TORA: what must vote for a proposal or abstain. */
    quorum: number;
    /** In hundredths of a percent of the votes for and against: what must be for it; always more than half. */
    approval: number;
    /**
     * The L1CrossDomainMessenger. With it, what is on L1 belongs to the L1Executor, which does there what the
     * timelock decides; without it, to the Safe.
     */
    l1Messenger?: Address;
  };
  /** Seconds between asking for staked TORA back and getting it. */
  exitDelay: number;
  paymaster: {
    terms: PaymasterTerms;
    /** Wei of the stake that bundlers ask for, and seconds that it stays locked. */
    stake: Wei;
    unstakeDelay: number;
    /** Wei that operations are paid from at first. */
    deposit: Wei;
  };
  price: FixedPrice | PostedPrice;
  subnets: {
    /** Wei of TORA that all subnets together are paid in so many blocks. */
    emission: { amount: Wei; blocks: number };
    /** In hundredths of a percent: what one subnet can take of a validator's trust, and what comes back in a day. */
    trust: { capPerSubnet: number; recoveryPerDay: number };
    /** Without a meaning: governance makes subnets. It is on record of stacks, which would be other ones without it. */
    examples: readonly [];
  };
}

/** See IToraPaymaster.Terms for each one's meaning. */
export interface PaymasterTerms {
  fee: number;
  maxDeviation: number;
  maxAge: number;
  settlementGas: number;
  maxOperationCost: Wei;
  minPrice: Wei;
  maxPrice: Wei;
}

/** One price for ever. */
export interface FixedPrice {
  kind: "fixed";
  /** Smallest units of TORA for one BNB. */
  price: Wei;
}

/** A feed with Chainlink's interface that a program of ours posts to. */
export interface PostedPrice {
  kind: "posted";
  feeder: Address;
  /** The first answer: wei of BNB for one TORA. */
  first: Wei;
  /** Seconds that an answer is good for. */
  maxAge: number;
}

/** Who does what. Only the deployer signs here, and it keeps no permission. */
export interface ProtocolAccounts {
  deployer: Address;
  /** Owns what is on L1, unless the L1Executor does: the Safe. */
  safe: Address;
  /** May pause and cancel, on both chains. */
  guardian: Address;
  /** Fills up the paymaster's deposit, takes out its earnings, and confirms prices that moved far. */
  operator: Address;
  /** Gets the treasury's share of emissions. */
  treasury: Address;
  /** Gets the whole supply of the test token, and sets its tax. */
  holder: Address;
}
