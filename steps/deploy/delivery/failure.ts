import { type Address, decodeErrorResult, type Hex, isAddressEqual, type TransactionReceipt } from "viem";
import type { L1Client } from "../../../chain/clients.ts";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { rpc } from "../../../lib/rpc.ts";
import type { Offered } from "./offers.ts";
import type { PlannedTransaction } from "./planned.ts";

const START_AGAIN =
  "destroy the stack and create it again: the new deployment starts at the deployer's next nonce";

type Where = Pick<Offered, "client" | "chain" | "account">;

/** The error of a mined transaction that failed: its name, and the reason of the innermost call that reverted. */
export async function revertError(
  { client, chain }: Where,
  transaction: PlannedTransaction,
  receipt: TransactionReceipt,
): Promise<TensoraError> {
  const outOfGas = receipt.gasUsed >= transaction.gas;
  const reason = outOfGas
    ? `out of gas (limit ${transaction.gas})`
    : await revertReason(client, transaction, receipt);
  return new TensoraError(`"${transaction.what}" failed: ${reason}`, {
    where: `${chain} transaction ${receipt.transactionHash} in block ${receipt.blockNumber}`,
    next: [START_AGAIN],
  });
}

/**
 * Finds out what used a nonce of the deployment, by asking in which block the count of transactions passed it.
 * @returns the hash where it is the planned transaction, sent by a run whose journal is lost
 * @throws TensoraError naming the foreign transaction
 */
export async function usedBy(
  { client, chain, account, since }: Where & { since: number },
  nonce: number,
  transaction: PlannedTransaction,
): Promise<Hex> {
  const deployer = account.address;
  const block = await client.getBlock({
    blockNumber: await blockOfNonce(client, deployer, nonce, since),
    includeTransactions: true,
  });
  const found = block.transactions.find((t) => isAddressEqual(t.from, deployer) && t.nonce === nonce);
  if (found && same(found.to, transaction.to) && same(found.input, transaction.data)) return found.hash;
  throw new TensoraError(
    `another transaction used the deployer's nonce ${nonce}, planned for "${transaction.what}"`,
    {
      where: `${chain} transaction ${found?.hash ?? "unknown"} in block ${block.number}`,
      next: ["use the deployer's key for nothing else while a deployment runs", START_AGAIN],
    },
  );
}

/** Hex of any case; encoding keeps the checksummed case of an address. */
const same = (a: Hex | null, b: Hex | undefined) => a?.toLowerCase() === b?.toLowerCase();

/** The first block after which the account's count of transactions is past the nonce. */
async function blockOfNonce(
  client: L1Client,
  address: Address,
  nonce: number,
  since: number,
): Promise<bigint> {
  let before = BigInt(since);
  let after = await client.getBlockNumber();
  while (after - before > 1n) {
    const blockNumber = (before + after) / 2n;
    const count = await client.getTransactionCount({ address, blockNumber });
    if (count > nonce) after = blockNumber;
    else before = blockNumber;
  }
  return after;
}

interface CallTrace {
  error?: string;
  output?: Hex;
  calls?: CallTrace[];
}

async function revertReason(
  client: L1Client,
  { to, data, gas, value = 0n }: PlannedTransaction,
  receipt: TransactionReceipt,
) {
  try {
    const params = [receipt.transactionHash, { tracer: "callTracer" }];
    return reasonOf(
      innermost(await rpc<CallTrace>(client.transport.url ?? "", "debug_traceTransaction", params)),
    );
  } catch {
    // a node without the debug methods: the same call on the state after the block says what the outermost call saw
    const request = {
      account: receipt.from,
      data,
      gas,
      value,
      blockNumber: receipt.blockNumber,
      ...(to ? { to } : {}),
    };
    return client.call(request).then(
      () => "the node gives no reason",
      (error: unknown) => messageOf(error),
    );
  }
}

function innermost(trace: CallTrace): CallTrace {
  const failed = trace.calls?.findLast((call) => call.error !== undefined);
  return failed ? innermost(failed) : trace;
}

function reasonOf({ error, output }: CallTrace): string {
  if (!output || output === "0x") return error ?? "reverted without a reason";
  try {
    const { errorName, args } = decodeErrorResult({ data: output });
    return errorName === "Error" ? String(args?.[0]) : `${errorName}(${args?.join(", ") ?? ""})`;
  } catch {
    return `reverted with ${output}`;
  }
}
