import { type Address, erc20Abi, encodeFunctionData, type Hex, type TransactionReceipt } from "viem";
import { type ChainEndpoint, plainL2Chain } from "../chain/chains.ts";
import { l2Client, wallet } from "../chain/clients.ts";
import { type Call, transact } from "../chain/transact.ts";

/** Acts on L2 for one account. */
export interface Sender {
  readonly address: Address;
  /** Sends a call and waits for its block. @throws the estimation's error when it would revert */
  send(call: Call, what: string): Promise<TransactionReceipt>;
}

/** An account that pays for gas in BNB. Accounts of one process share their nonces, whoever sends. */
export function bnbSender(key: Hex, l2: ChainEndpoint, signal: AbortSignal): Sender {
  const client = l2Client(l2);
  const sender = wallet(key, plainL2Chain(l2));
  return {
    address: sender.account.address,
    send: (call, what) => transact(client, sender, call, what, { signal }),
  };
}

/** What an account has of TORA, wei. */
export const toraOf = (l2: ChainEndpoint, tora: Address, account: Address): Promise<bigint> =>
  l2Client(l2).readContract({ address: tora, abi: erc20Abi, functionName: "balanceOf", args: [account] });

/** Lets a contract take TORA of the sender, unless it may already. @param amount wei */
export async function allow(
  l2: ChainEndpoint,
  tora: Address,
  { address, send }: Sender,
  spender: Address,
  amount: bigint,
): Promise<void> {
  const read = { address: tora, abi: erc20Abi } as const;
  const args = [address, spender] as const;
  if ((await l2Client(l2).readContract({ ...read, functionName: "allowance", args })) >= amount) return;
  const data = encodeFunctionData({ ...read, functionName: "approve", args: [spender, amount] });
  await send({ to: tora, data }, "an approval of TORA");
}
