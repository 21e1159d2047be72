import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, size } from "viem";
import { callGas, creationGas } from "./gas.ts";

/** What is deployed of a contract: its interface, the code that creates it, and the code that is then on the chain. */
export interface Artifact {
  readonly abi: Abi;
  readonly creation: Hex;
  readonly runtime: Hex;
}

/** One transaction of a deployment; its nonce is its place in the plan. */
export interface PlannedTransaction {
  /** Shown to the user: `create ProxyAdmin`, `initialise SystemConfig`. */
  what: string;
  /** Left out for a creation. */
  to?: Address;
  data: Hex;
  gas: bigint;
  /** Wei that it brings; none by default. */
  value?: bigint;
  /** Where a creation puts its contract. */
  creates?: Address;
}

/** The transaction that creates a contract. */
export function creationOf(
  what: string,
  address: Address,
  artifact: Artifact,
  args: readonly unknown[],
): PlannedTransaction {
  const data = encodeDeployData({ abi: artifact.abi, bytecode: artifact.creation, args });
  return {
    what: `create ${what}`,
    data,
    gas: creationGas(data, size(artifact.runtime)),
    creates: address,
  };
}

/** The transaction that calls a function. */
export function callOf(
  what: string,
  to: Address,
  abi: Abi,
  functionName: string,
  args: readonly unknown[],
): PlannedTransaction {
  const data = encodeFunctionData({ abi, functionName, args });
  return { what, to, data, gas: callGas(data) };
}
