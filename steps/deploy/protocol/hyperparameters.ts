import type { SubnetSpec } from "../../../spec/subnets.ts";

/** All hyperparameters of a subnet as its contract takes them. */
export function hyperparametersOf({
  phases,
  hyperparameters,
}: Pick<SubnetSpec, "phases" | "hyperparameters">) {
  const { minStake, registrationFee, ...numbers } = hyperparameters;
  return { phases, ...numbers, minStake: BigInt(minStake), registrationFee: BigInt(registrationFee) };
}
