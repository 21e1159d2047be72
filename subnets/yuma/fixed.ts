// I32F32, the fixed-point numbers of subtensor (`substrate_fixed`), as bigints of units of 2^-32.

/** A number in units of 2^-32. */
export type Fixed = bigint;

export const one: Fixed = 1n << 32n;
export const u16Max = 65_535n;

/** `a * b`, rounded down also below zero. */
export const mul = (a: Fixed, b: Fixed): Fixed => (a * b) >> 32n;

/** `a / b`, truncated; zero where subtensor's `safe_div` meets a zero. */
export const div = (a: Fixed, b: Fixed): Fixed => (b === 0n ? 0n : (a << 32n) / b);

export const sum = (values: readonly Fixed[]): Fixed => values.reduce((a, b) => a + b, 0n);

/** Shares of the sum; all zero when the sum is. */
export const normalize = (values: readonly Fixed[]): Fixed[] => {
  const all = sum(values);
  return all === 0n ? [...values] : values.map((value) => div(value, all));
};

/** A share as a number of 16 bits, as `fixed_proportion_to_u16` makes it. */
export const toU16 = (share: Fixed): bigint => (share * u16Max) >> 32n;
