import type { Abi, Address, Hex } from "viem";

/** The code that must be at an address. */
export interface CodeExpectation {
  what: string;
  address: Address;
  code: Hex;
  /** Where the constructor wrote what the artifact does not have: not compared here, but through the getters. */
  immutables?: readonly { start: number; length: number }[];
}

/** What a getter must answer. */
export interface ValueExpectation {
  /** Such as `SystemConfig.owner`. */
  what: string;
  address: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  /** A value, or what it must satisfy where it isn't known before. */
  expected: unknown;
}

/** A call that must be refused: an initialiser that was run. */
export interface LockExpectation {
  what: string;
  address: Address;
  data: Hex;
}

/** What a contract's storage must have where no getter says it. */
export interface SlotExpectation {
  what: string;
  address: Address;
  slot: Hex;
  expected: Hex;
}

export interface Expectations {
  codes: CodeExpectation[];
  values: ValueExpectation[];
  locks: LockExpectation[];
  slots?: SlotExpectation[];
}

/** Marks a value that must be above a number. */
export class Above {
  constructor(readonly limit: bigint) {}
  toString(): string {
    return `above ${this.limit}`;
  }
}

/** Expected answers by getter without arguments. */
export type Getters = Record<string, unknown>;

/** The expectations of a contract's getters. */
export const getters = (name: string, address: Address, abi: Abi, expected: Getters): ValueExpectation[] =>
  Object.entries(expected).map(([functionName, value]) => ({
    what: `${name}.${functionName}`,
    address,
    abi,
    functionName,
    args: [],
    expected: value,
  }));
