import type { Abi, AbiFunction, AbiParameter } from "viem";
import type { Named } from "./entries.ts";

/** The constructor's arguments in its order. @throws Error when the names are not those of the constructor */
export function constructorArguments(contract: string, abi: Abi, named: Named): unknown[] {
  const found = abi.find((item) => item.type === "constructor");
  return inOrder(`${contract}'s constructor`, found?.inputs ?? [], named);
}

/** The initialiser's arguments in its order. Of several initialisers it is the one with these names. */
export function initialiserArguments(contract: string, abi: Abi, named: Named) {
  const all = abi.filter(
    (item): item is AbiFunction => item.type === "function" && item.name === "initialize",
  );
  const fits = ({ inputs }: AbiFunction) =>
    inputs.length === Object.keys(named).length && inputs.every((input) => plainName(input) in named);
  const found = all.find(fits) ?? all[0];
  if (!found) throw new Error(`${contract} has no initialiser`);
  return { abi: [found], args: inOrder(`${contract}'s initialiser`, found.inputs, named) };
}

function inOrder(what: string, inputs: readonly AbiParameter[], named: Named): unknown[] {
  const names = inputs.map(plainName);
  const surplus = Object.keys(named).filter((name) => !names.includes(name));
  const missing = names.filter((name) => !(name in named));
  if (surplus.length + missing.length > 0) {
    throw new Error(
      `${what} takes ${names.join(", ")}, but the plan gives ${Object.keys(named).join(", ") || "nothing"}`,
    );
  }
  return names.map((name) => named[name]);
}

/** Parameters that would hide a function of the same name end with an underscore. */
const plainName = ({ name = "" }: AbiParameter) => name.replace(/_$/, "");
