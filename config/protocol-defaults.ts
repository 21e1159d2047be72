import type { Hyperparameters, SubnetSpec } from "../spec/subnets.ts";
import { wei } from "./wei.ts";

/*
 * The defaults of the protocol and of its subnets: the specification's figures, where it has any. Amounts are in TORA,
 * BNB where noted; times in seconds; shares in hundredths of a percent. `solidity.test.ts` compares with the contracts.
 */

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The keys of a stack file below `protocol`. */
export const PROTOCOL_DEFAULTS = {
  price: { source: "posted", toraPerBnb: 20_000, maxAge: HOUR, threshold: 100, interval: 30 },
  // Deposits in BNB.
  paymaster: { fee: 200, deposit: 10, minDeposit: 5 },
  governance: { delay: 2 * DAY, votingDelay: DAY, votingPeriod: 5 * DAY },
  // In BNB.
  bundler: { minExecutorBalance: 1, refillInterval: 60 },
} as const;

/** What no stack file sets. */
export const PROTOCOL_CONSTANTS = {
  taxed: { supply: 1_000_000_000, tax: 100 },
  // The quorum in percent of all staked TORA.
  governance: { leastDelay: 2 * DAY, proposalThreshold: 100_000, quorum: 4, approval: 5_000 },
  exitDelay: 7 * DAY,
  // Stake and cost in BNB; prices in TORA for one BNB.
  paymaster: {
    maxDeviation: 1000,
    settlementGas: 9_000,
    maxOperationCost: 1,
    minPrice: 1_000,
    maxPrice: 100_000_000,
    stake: 1,
    unstakeDelay: DAY,
  },
  emission: { amount: 1_000, blocks: 1102 },
  trust: { capPerSubnet: 2_000, recoveryPerDay: 100 },
} as const;

/** A subnet where a stack file says nothing, as `SubnetFactory.defaults` has it: phases in blocks, amounts in TORA. */
export const SUBNET_DEFAULTS = {
  phases: { commit: 1001, reveal: 1051, aggregate: 1101, length: 1102 },
  hyperparameters: {
    taskTimeout: 150,
    immunity: 3,
    bondsMovingAverage: 900_000,
    kappa: 32_767,
    bondsPenalty: 65_535,
    slashRate: 100,
    trustPenalty: 500,
    revealQuorum: 5_000,
    activityCutoff: 2,
    unbondingEpochs: 2,
    maxMiners: 256,
    maxValidators: 64,
    minStake: 1000,
    registrationFee: 1,
  },
} as const;

/** What a stack file may leave out of a subnet beside that. */
export const SUBNET_ENTRY_DEFAULTS = {
  model: "embeddings",
  weight: 1,
  miners: { behaviour: "honest", count: 1 },
  // The stake in TORA, with each.
  validators: { behaviour: "honest", count: 1, stake: 2000, gas: "bnb" },
} as const;

/** Whom emissions go to, as `EmissionManager` begins. */
export const EMISSION_SPLIT = { validators: 4100, miners: 1800, owner: 1800, treasury: 2300 } as const;

/** Hyperparameters as a stack file has them, complete: amounts in TORA. */
export type HyperparametersInTora = Record<Exclude<keyof Hyperparameters, Amount>, number> &
  Record<Amount, number | string>;
type Amount = "minStake" | "registrationFee";

/** Hyperparameters with amounts in wei. */
export const inWei = ({ minStake, registrationFee, ...numbers }: HyperparametersInTora): Hyperparameters => ({
  ...numbers,
  minStake: wei(minStake),
  registrationFee: wei(registrationFee),
});

/** The default subnet as everything after `config/` sees it. */
export const DEFAULT_SUBNET: Pick<SubnetSpec, "phases" | "hyperparameters"> = {
  phases: SUBNET_DEFAULTS.phases,
  hyperparameters: inWei(SUBNET_DEFAULTS.hyperparameters),
};
