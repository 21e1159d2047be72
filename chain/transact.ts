import type {
  Account,
  Address,
  Chain,
  Hex,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from "viem";
import { TensoraError } from "../lib/errors.ts";
import { until } from "../lib/wait.ts";

/** Ends a wait. */
interface Cancel {
  signal: AbortSignal;
}

export interface Call {
  to: Address;
  data?: Hex;
  value?: bigint;
}

type Reader = Pick<PublicClient, "estimateGas" | "getTransactionReceipt">;
/** Such as a `wallet` of `clients.ts`. */
type Sender = Pick<WalletClient<Transport, Chain, Account>, "sendTransaction" | "account">;

/** Seconds until a transaction must be in a block. */
const MINED = 90;
/** Deposits burn gas at a price that moves from block to block: half as much again is enough. */
const withMargin = (gas: bigint) => (gas * 3n) / 2n;

/**
 * Sends a transaction and waits for its receipt.
 * @throws the estimation's error when the call would revert; TensoraError when it reverted in its block
 */
export async function transact(
  reader: Reader,
  sender: Sender,
  call: Call,
  what: string,
  context: Cancel,
): Promise<TransactionReceipt> {
  return mined(reader, await submit(reader, sender, call), what, context);
}

/** Sends a transaction without waiting for it. */
export async function submit(reader: Reader, sender: Sender, call: Call): Promise<Hex> {
  const gas = withMargin(await reader.estimateGas({ account: sender.account.address, ...call }));
  return sender.sendTransaction({ ...call, gas });
}

/** Creates a contract. @param data its creation code and arguments @returns where it is */
export async function create(
  reader: Reader,
  sender: Sender,
  data: Hex,
  what: string,
  context: Cancel,
): Promise<Address> {
  const gas = withMargin(await reader.estimateGas({ account: sender.account.address, data }));
  const hash = await sender.sendTransaction({ data, gas, to: null });
  const { contractAddress } = await mined(reader, hash, what, context);
  if (contractAddress == null) throw new TensoraError(`${what} was not created`, { where: hash });
  return contractAddress;
}

/** The receipt of a transaction that must succeed. */
export async function mined(
  reader: Pick<Reader, "getTransactionReceipt">,
  hash: Hex,
  what: string,
  { signal }: Cancel,
): Promise<TransactionReceipt> {
  const receipt = await until(`the receipt of ${what}`, () => reader.getTransactionReceipt({ hash }), {
    deadline: MINED,
    every: 150,
    signal,
  });
  if (receipt.status !== "success") {
    throw new TensoraError(`${what} failed in block ${receipt.blockNumber}`, { where: hash });
  }
  return receipt;
}
