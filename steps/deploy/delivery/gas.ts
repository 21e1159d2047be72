import { type Hex, hexToBytes } from "viem";

/** Gas of any transaction, and what creating a contract adds. */
const TRANSACTION = 21_000;
const CREATION = 32_000;
const ZERO_BYTE = 4;
const NONZERO_BYTE = 16;
/** For each 32 bytes of creation code. */
const CREATION_WORD = 2;
const CODE_BYTE = 200;
/** What constructors of the settlement contracts use at most (SystemConfig: 0.33M), and as much again. */
const CONSTRUCTOR = 700_000;
/** What the calls of the deployment use at most (SystemConfig's initialisation: 0.5M), and as much again. */
const CALL = 1_000_000;

/** A limit that a creation stays below: estimating is impossible before the contracts it refers to are there. */
export function creationGas(data: Hex, codeSize: number): bigint {
  const words = Math.ceil((data.length - 2) / 64);
  return BigInt(
    TRANSACTION + CREATION + calldata(data) + words * CREATION_WORD + codeSize * CODE_BYTE + CONSTRUCTOR,
  );
}

/** A limit that a call of the deployment stays below. */
export const callGas = (data: Hex): bigint => BigInt(TRANSACTION + calldata(data) + CALL);

const calldata = (data: Hex): number =>
  hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? ZERO_BYTE : NONZERO_BYTE), 0);
