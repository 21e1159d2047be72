import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import { TensoraError } from "../lib/errors.ts";
import { type ChainEndpoint, plainL2Chain } from "./chains.ts";
import { l2Client, wallet } from "./clients.ts";
import { type Call, submit } from "./transact.ts";

/** What a faucet gives, in wei. */
export interface Gifts {
  bnb: bigint;
  tora: bigint;
}

/**
 * Gives an address BNB and TORA on L2, a transaction for each kind that is asked for.
 * @param token TORA's address, where there is TORA
 * @returns the hashes of the transactions, which are in blocks
 * @throws TensoraError when one of them fails, such as for want of TORA
 */
export async function give(
  l2: ChainEndpoint,
  key: Hex,
  to: Address,
  gifts: Gifts,
  token: Address | undefined,
): Promise<Hex[]> {
  const client = l2Client(l2);
  const giver = wallet(key, plainL2Chain(l2));
  const hashes: Hex[] = [];
  for (const call of callsOf(to, gifts, token)) hashes.push(await submit(client, giver, call));
  for (const hash of hashes) {
    const { status } = await client.waitForTransactionReceipt({ hash, timeout: 60_000 });
    if (status !== "success") throw new TensoraError("a gift was not accepted", { where: hash });
  }
  return hashes;
}

function callsOf(to: Address, { bnb, tora }: Gifts, token: Address | undefined): Call[] {
  const coins = bnb > 0n ? [{ to, value: bnb }] : [];
  if (token === undefined || tora === 0n) return coins;
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, tora] });
  return [...coins, { to: token, data }];
}
