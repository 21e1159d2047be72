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

/**
 * Seconds that validators who pay in TORA need to commit, and to reveal: half of all bundles take 3.8 s on one machine, an
 * operation that is in no block after 12 s counts as lost, and there must be time for another one.
 */
export const TORA_PHASE = 20;

/** What miners compute; see subnets/inference. */
export const MODELS = ["embeddings", "keywords"] as const;
export type ModelName = (typeof MODELS)[number];

/** The protocol's own figures, as `SubnetFactory.defaults` has them; stake and fee in TORA. */
export const SUBNET_DEFAULTS = {
  phases: { commit: 1001, reveal: 1051, aggregate: 1101, length: 1102 },
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
} as const;

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
  /** Blocks after an epoch's first at which its phases begin; the specification's where absent. */
  readonly phases?: {
    readonly commit: number;
    readonly reveal: number;
    readonly aggregate: number;
    readonly length: number;
  };
  /** Over the protocol's defaults; amounts in wei. */
  readonly hyperparameters: Readonly<Record<string, number | Wei>>;
  readonly miners: readonly MinerSpec[];
  readonly validators: readonly ValidatorSpec[];
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
