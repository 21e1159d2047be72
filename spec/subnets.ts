import type { Address } from "viem";

/** What a miner does: the honest one's answers are its model's, the others are for experiments. */
export const MINER_BEHAVIOURS = ["honest", "lazy", "noisy", "copycat", "dead", "slow"] as const;
export type MinerBehaviour = (typeof MINER_BEHAVIOURS)[number];

/** How a validator scores: the honest one by its own inference. */
export const VALIDATOR_BEHAVIOURS = ["honest", "copier", "colluding", "silent"] as const;
export type ValidatorBehaviour = (typeof VALIDATOR_BEHAVIOURS)[number];

/** What a validator pays gas in: BNB as an ordinary account, or TORA as a smart account, by the paymaster. */
export const GASES = ["bnb", "tora"] as const;
export type Gas = (typeof GASES)[number];

/** What miners compute; see subnets/inference. */
export const MODELS = ["embeddings", "keywords"] as const;
export type ModelName = (typeof MODELS)[number];

/** An amount as a decimal string of its smallest unit. */
type Wei = `${bigint}`;

/** A subnet as everything after `config/` sees it. */
export interface SubnetSpec {
  readonly name: string;
  readonly model: ModelName;
  /** Its part of all emissions, beside the others' weights. */
  readonly weight: number;
  /** Who tunes it and gets the owner's share. */
  readonly owner: Address;
  readonly phases: Phases;
  readonly hyperparameters: Hyperparameters;
  readonly miners: readonly MinerSpec[];
  readonly validators: readonly ValidatorSpec[];
}

/** Blocks after an epoch's first at which its phases begin, and those of a whole epoch. */
export interface Phases {
  readonly commit: number;
  readonly reveal: number;
  readonly aggregate: number;
  readonly length: number;
}

/** See contracts/src/interfaces/subnets/SubnetTypes.sol for each one's meaning and unit. */
export interface Hyperparameters {
  readonly taskTimeout: number;
  readonly immunity: number;
  readonly bondsMovingAverage: number;
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly slashRate: number;
  readonly trustPenalty: number;
  readonly revealQuorum: number;
  readonly activityCutoff: number;
  readonly unbondingEpochs: number;
  readonly maxMiners: number;
  readonly maxValidators: number;
  /** Of TORA. */
  readonly minStake: Wei;
  /** Of TORA. */
  readonly registrationFee: Wei;
}

export interface MinerSpec {
  /** Such as `text-0`; also the name of its port. */
  readonly name: string;
  readonly behaviour: MinerBehaviour;
}

export interface ValidatorSpec {
  /** Such as `validator-0`: the same account in every subnet that has so many. */
  readonly name: string;
  readonly behaviour: ValidatorBehaviour;
  /** Of TORA. */
  readonly stake: Wei;
  readonly gas: Gas;
}
