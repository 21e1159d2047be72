import { TensoraError } from "../../lib/errors.ts";

/** Fails the smoke step unless the condition holds. */
export function check(holds: boolean, complaint: string, where?: string, ...next: string[]): asserts holds {
  if (!holds) throw new TensoraError(complaint, { ...(where === undefined ? {} : { where }), next });
}

/** Seconds for the user: one digit behind the point. */
export const seconds = (value: number) => `${value.toFixed(1)} s`;
