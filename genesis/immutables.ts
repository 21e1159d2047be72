import type { Hex } from "viem";
import type { Published } from "../toolchain/contracts/published.ts";
import { bytesOf, hexOf, word } from "./bytes.ts";

/** Values of immutables by name, each a word. */
export type Immutables = Readonly<Record<string, Hex | bigint | number>>;

/**
 * Runtime code as a constructor would have left it. The compiler names the places of immutables by the ids of their
 * declarations, which may stand in a contract that this one inherits from.
 * @param declaredIn the contracts that declare them
 * @throws Error when an immutable has no value: the published contract is not the one that this was written for
 */
export function withImmutables(
  { deployedBytecode }: Published,
  declaredIn: readonly Published[],
  values: Immutables,
): Hex {
  const names = new Map(declaredIn.flatMap(immutablesOf));
  const code = bytesOf(deployedBytecode.object);
  for (const [id, places] of Object.entries(deployedBytecode.immutableReferences ?? {})) {
    const name = names.get(id);
    const value = name === undefined ? undefined : values[name];
    if (value === undefined) throw new Error(`immutable ${name ?? id} has no value`);
    for (const { start } of places) code.set(bytesOf(word(value)), start);
  }
  return hexOf(code);
}

/** Ids and names of the immutables that a source file's contracts declare themselves. */
const immutablesOf = ({ ast }: Published): [id: string, name: string][] =>
  (ast.nodes ?? [])
    .flatMap((contract) => contract.nodes ?? [])
    .filter(({ mutability }) => mutability === "immutable")
    .map(({ id, name = "" }) => [String(id), name]);
