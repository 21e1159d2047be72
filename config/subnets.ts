import { z } from "zod";
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

const whole = (min: number, max: number) => z.int().min(min).max(max);
const blocks = whole(1, 1_000_000);
const amount = z.union([z.number().min(0).max(1e9), z.string().regex(/^\d{1,9}(\.\d{1,18})?$/)]);

/** The bounds are those of contracts/src/libraries/HyperparameterBounds.sol. */
const hyperparameters = z.strictObject({
  taskTimeout: blocks.optional(),
  immunity: whole(0, 1000).optional(),
  bondsMovingAverage: whole(0, 999_999).optional(),
  kappa: whole(13_107, 52_428).optional(),
  bondsPenalty: whole(0, 65_535).optional(),
  slashRate: whole(0, 5000).optional(),
  trustPenalty: whole(0, 10_000).optional(),
  revealQuorum: whole(1, 10_000).optional(),
  activityCutoff: whole(0, 1000).optional(),
  unbondingEpochs: whole(2, 1000).optional(),
  maxMiners: whole(1, 256).optional(),
  maxValidators: whole(1, 64).optional(),
  /** TORA. */
  minStake: amount.optional(),
  /** TORA. */
  registrationFee: amount.optional(),
});

const miners = z.strictObject({
  behaviour: z.enum(MINER_BEHAVIOURS).default("honest"),
  count: whole(1, 256).default(1),
});

const validators = z.strictObject({
  behaviour: z.enum(VALIDATOR_BEHAVIOURS).default("honest"),
  count: whole(1, 64).default(1),
  /** TORA staked with each. */
  stake: amount.default(2000),
  gas: z.enum(GASES).default("bnb"),
});

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

/** One subnet of a stack file. Names are short because ports and labels of Kubernetes carry them. */
export const subnetSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{0,9}$/),
  model: z.enum(MODELS).default("embeddings"),
  weight: whole(0, 1_000_000).default(1),
  owner: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .optional(),
  phases: z.strictObject({ commit: blocks, reveal: blocks, aggregate: blocks, length: blocks }).optional(),
  hyperparameters: hyperparameters.default({}),
  miners: z.array(miners).default([]),
  validators: z.array(validators).default([]),
});

/** A subnet as a stack file has it. */
export type SubnetInput = z.input<typeof subnetSchema>;
/** The same with defaults. */
export type SubnetEntry = z.output<typeof subnetSchema>;

/** How one is written, for messages and the documentation. */
export const SUBNET_FORM = "a list of subnets; see docs/subnets.md";

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

/** The miners of a subnet, one after the other. */
export const minersOf = ({ name, miners: groups }: Pick<SubnetEntry, "name" | "miners">): MinerSpec[] =>
  groups
    .flatMap(({ behaviour, count }) => Array.from({ length: count }, () => behaviour))
    .map((behaviour, index) => ({ name: `${name}-${index}`, behaviour }));

/** The validators of a subnet, one after the other. @param wei of an amount of TORA */
export const validatorsOf = (
  { validators: groups }: Pick<SubnetEntry, "validators">,
  wei: (amount: number | string) => Wei,
): ValidatorSpec[] =>
  groups
    .flatMap(({ count, ...each }) => Array.from({ length: count }, () => each))
    .map(({ stake, ...rest }, index) => ({ name: `validator-${index}`, ...rest, stake: wei(stake) }));

/** The first port of miners, where ports are fixed. */
const FIRST_PORT = 7100;

/** A port for each miner of a stack. */
export function minerPorts(subnets: readonly Pick<SubnetEntry, "name" | "miners">[]): Record<string, number> {
  const names = subnets.flatMap((subnet) => minersOf(subnet).map(({ name }) => name));
  return Object.fromEntries(names.map((name, index) => [name, FIRST_PORT + index]));
}
