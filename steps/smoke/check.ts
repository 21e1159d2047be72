import { TensoraError } from "../../lib/errors.ts";

/** Ends a smoke step when what was seen is not what must be. */
export function check(holds: boolean, complaint: string, where?: string, ...next: string[]): asserts holds {
  if (!holds) throw new TensoraError(complaint, { ...(where === undefined ? {} : { where }), next });
}

/** Seconds for the user: one digit behind the point. */
export const seconds = (value: number) => `${value.toFixed(1)} s`;
