import { TensoraError } from "../../../lib/errors.ts";

/** One thing that must be so on the running chain, and what it is. */
export interface Comparison {
  what: string;
  expected: unknown;
  actual: unknown;
}

/** @throws TensoraError that lists everything that is not as it must be */
export function mustAgree(all: readonly Comparison[], where: string): void {
  const wrong = all.filter(({ expected, actual }) => textOf(expected) !== textOf(actual));
  if (wrong.length === 0) return;
  const lines = wrong.map(
    ({ what, expected, actual }) => `  ${what}: expected ${textOf(expected)}, is ${textOf(actual)}`,
  );
  const title = `${wrong.length} of ${all.length} values on L2 differ from the specified genesis:`;
  throw new TensoraError([title, ...lines].join("\n"), {
    where,
    next: ["destroy the stack and create it again"],
  });
}

/** The same for equal values: small integers come as numbers or big ones, addresses in any case. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  const text = String(value);
  return text.startsWith("0x") ? text.toLowerCase() : text;
}
