import { type Address, type Hex, keccak256, parseGwei, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** Enough of both for 18 s of full blocks: 30 million gas a second are 1,428 transfers. */
const SENDERS = 300;
const EACH = 90;
const TRANSFER_GAS = 21_000n;
/** Far above what the base fee climbs to meanwhile. */
const MAX_FEE = parseGwei("300");

/** Transfers that are signed ahead: on every chain of their chain id on which nobody has sent anything yet they are valid. */
export interface Load {
  senders: Address[];
  /** In an order in which no sender's nonce comes before the one below it. */
  transactions: Hex[];
}

/** Signs all transfers, about half a millisecond each. */
export async function signedLoad(chainId: number): Promise<Load> {
  const accounts = Array.from({ length: SENDERS }, (_, i) =>
    privateKeyToAccount(keccak256(toHex(`bench ${i}`))),
  );
  const transactions: Hex[] = [];
  for (let nonce = 0; nonce < EACH; nonce++) {
    for (const account of accounts) {
      const fees = { gas: TRANSFER_GAS, maxFeePerGas: MAX_FEE, maxPriorityFeePerGas: 1n };
      const transfer = { chainId, nonce, to: account.address, value: 1n, type: "eip1559", ...fees } as const;
      transactions.push(await account.signTransaction(transfer));
    }
  }
  return { senders: accounts.map(({ address }) => address), transactions };
}
