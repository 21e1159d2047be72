import { z } from "zod";
import {
  GASES,
  MINER_BEHAVIOURS,
  type MinerSpec,
  MODELS,
  type Phases,
  VALIDATOR_BEHAVIOURS,
  type ValidatorSpec,
} from "../spec/subnets.ts";
import { type HyperparametersInTora, SUBNET_DEFAULTS, SUBNET_ENTRY_DEFAULTS } from "./protocol-defaults.ts";
import { wei } from "./wei.ts";

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

const { model, weight, miners: miner, validators: validator } = SUBNET_ENTRY_DEFAULTS;

const miners = z.strictObject({
  behaviour: z.enum(MINER_BEHAVIOURS).default(miner.behaviour),
  count: whole(1, 256).default(miner.count),
});

const validators = z.strictObject({
  behaviour: z.enum(VALIDATOR_BEHAVIOURS).default(validator.behaviour),
  count: whole(1, 64).default(validator.count),
  /** TORA staked with each. */
  stake: amount.default(validator.stake),
  gas: z.enum(GASES).default(validator.gas),
});

/** One subnet of a stack file. Names are short because ports and labels of Kubernetes carry them. */
export const subnetSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{0,9}$/),
  model: z.enum(MODELS).default(model),
  weight: whole(0, 1_000_000).default(weight),
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
/** The same as the schema reads it. */
export type SubnetEntry = z.output<typeof subnetSchema>;
/** The same with everything that it leaves out. */
export type CompleteSubnet = SubnetEntry & { phases: Phases; hyperparameters: HyperparametersInTora };

/** A subnet with the protocol's phases and hyperparameters where it has none of its own. */
export const completeSubnet = (entry: SubnetEntry): CompleteSubnet => ({
  ...entry,
  phases: entry.phases ?? SUBNET_DEFAULTS.phases,
  hyperparameters: {
    ...SUBNET_DEFAULTS.hyperparameters,
    ...(entry.hyperparameters as Partial<HyperparametersInTora>),
  },
});

/** How one is written, for messages and the documentation. */
export const SUBNET_FORM = "a list of subnets; see docs/subnets.md";

/** The miners of a subnet, one after the other. */
export const minersOf = ({ name, miners: groups }: Pick<SubnetEntry, "name" | "miners">): MinerSpec[] =>
  groups
    .flatMap(({ behaviour, count }) => Array.from({ length: count }, () => behaviour))
    .map((behaviour, index) => ({ name: `${name}-${index}`, behaviour }));

/** The validators of a subnet, one after the other. */
export const validatorsOf = ({ validators: groups }: Pick<SubnetEntry, "validators">): ValidatorSpec[] =>
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
