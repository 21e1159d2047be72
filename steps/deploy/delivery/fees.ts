import type { L1Client } from "../../../chain/clients.ts";

/** What a transaction offers for a unit of gas, in wei. */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/** Fees as JSON has them. */
export interface RecordedFees {
  maxFeePerGas: string;
  maxPriorityFeePerGas: string;
}

/** Nodes replace a transaction by one that offers at least a tenth more, of both fees. */
const RAISE_PERCENT = 125n;

/** Fees that the chain takes now, with room for the base fee to double. A base fee of 0, as on BSC, is fine. */
export async function currentFees(client: L1Client): Promise<Fees> {
  const [block, tip] = await Promise.all([client.getBlock(), client.estimateMaxPriorityFeePerGas()]);
  const maxPriorityFeePerGas = tip > 0n ? tip : 1n;
  return { maxPriorityFeePerGas, maxFeePerGas: 2n * (block.baseFeePerGas ?? 0n) + maxPriorityFeePerGas };
}

/** Fees that replace a transaction of these fees and are not below what the chain takes now. */
export function raised(fees: Fees, current: Fees): Fees {
  return {
    maxFeePerGas: larger(raise(fees.maxFeePerGas), current.maxFeePerGas),
    maxPriorityFeePerGas: larger(raise(fees.maxPriorityFeePerGas), current.maxPriorityFeePerGas),
  };
}

export const recordFees = (fees: Fees): RecordedFees => ({
  maxFeePerGas: fees.maxFeePerGas.toString(),
  maxPriorityFeePerGas: fees.maxPriorityFeePerGas.toString(),
});

export const recallFees = (fees: RecordedFees): Fees => ({
  maxFeePerGas: BigInt(fees.maxFeePerGas),
  maxPriorityFeePerGas: BigInt(fees.maxPriorityFeePerGas),
});

const raise = (fee: bigint) => (fee * RAISE_PERCENT) / 100n + 1n;
const larger = (a: bigint, b: bigint) => (a > b ? a : b);
