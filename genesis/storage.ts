import type { Hex } from "viem";
import type { Published } from "../toolchain/contracts/published.ts";
import { word } from "./bytes.ts";

/** Values of state variables by name. */
export type Variables = Readonly<Record<string, Hex | bigint | number | boolean>>;

/**
 * Storage words of state variables; those that share a slot are packed.
 * @throws Error for a variable that the contract has not, or that is not a plain value, or is too small
 */
export function storageOf({ storageLayout }: Published, variables: Variables): Record<Hex, Hex> {
  const words = new Map<bigint, bigint>();
  for (const [label, value] of Object.entries(variables)) {
    const variable = storageLayout.storage.find((v) => v.label === label);
    const type = variable && storageLayout.types?.[variable.type];
    if (!variable || type?.encoding !== "inplace") throw new Error(`no plain state variable ${label}`);
    const number = numberOf(value);
    if (number >> (8n * BigInt(type.numberOfBytes))) throw new Error(`${label} can't hold ${value}`);
    const slot = BigInt(variable.slot);
    words.set(slot, (words.get(slot) ?? 0n) | (number << (8n * BigInt(variable.offset))));
  }
  const set = [...words].filter(([, value]) => value !== 0n);
  return Object.fromEntries(set.map(([slot, value]) => [word(slot), word(value)]));
}

const numberOf = (value: Variables[string]) => BigInt(typeof value === "boolean" ? Number(value) : value);
