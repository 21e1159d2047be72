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
import { withNonce } from "./nonces.ts";

/** Ends a wait. */
interface Cancel {
  signal: AbortSignal;
}

export interface Call {
  to: Address;
  data?: Hex;
  value?: bigint;
}

type Reader = Pick<PublicClient, "estimateGas" | "getTransactionReceipt" | "getTransactionCount">;
type Sender = Pick<
  WalletClient<Transport, Chain, Account>,
  "sendTransaction" | "account" | "transport" | "chain"
>;

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

/** Sends a transaction without waiting for it, whoever else sends with the same key at the same time. */
export async function submit(reader: Reader, sender: Sender, call: Call): Promise<Hex> {
  const { address } = sender.account;
  const gas = withMargin(await reader.estimateGas({ account: address, ...call }));
  const line = `${sender.transport.url} ${sender.chain.id} ${address}`;
  return withNonce(reader, { line, address }, (nonce) => sender.sendTransaction({ ...call, gas, nonce }));
}

/** Creates a contract. @param data its creation code and arguments @returns where it is */
export async function create(
  reader: Reader,
  sender: Sender,
  data: Hex,
  what: string,
  context: Cancel,
): Promise<Address> {
  const { address } = sender.account;
  const gas = withMargin(await reader.estimateGas({ account: address, data }));
  const line = `${sender.transport.url} ${sender.chain.id} ${address}`;
  const hash = await withNonce(reader, { line, address }, (nonce) =>
    sender.sendTransaction({ data, gas, nonce, to: null }),
  );
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
