import { type Hex, keccak256, type PrivateKeyAccount } from "viem";
import type { Fees } from "./fees.ts";
import type { PlannedTransaction } from "./planned.ts";

export interface SignedTransaction {
  hash: Hex;
  raw: Hex;
}

/**
 * Signs a plan. The same key, nonces and fees give the same bytes, so sending twice is harmless and a later run
 * recognises by its hash what an earlier one sent.
 */
export function signPlan(
  account: PrivateKeyAccount,
  chainId: number,
  firstNonce: number,
  transactions: readonly PlannedTransaction[],
  fees: Fees,
): Promise<SignedTransaction[]> {
  const sign = async (
    { to, data, gas, value = 0n }: PlannedTransaction,
    i: number,
  ): Promise<SignedTransaction> => {
    const nonce = firstNonce + i;
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId,
      nonce,
      data,
      gas,
      value,
      ...(to === undefined ? {} : { to }),
      maxFeePerGas: fees.maxFeePerGas,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
    });
    return { raw, hash: keccak256(raw) };
  };
  return Promise.all(transactions.map(sign));
}
