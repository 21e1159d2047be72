import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import { TensoraError } from "../lib/errors.ts";
import { rpc } from "../lib/rpc.ts";
import type { BenchRun } from "./line.ts";
import type { Load } from "./load.ts";

/** Transactions of one request. */
const BATCH = 100;
/** Requests at a time. */
const LANES = 4;
/** Transactions in the pool at most: below its 5,120 slots, so that none is dropped. */
const BACKLOG = 4500;
/** Blocks after the first with transfers that are not counted: the pool fills. */
const WARM_UP = 2;
/** Milliseconds without a transfer in a new block after which all is over. */
const PATIENCE = 10_000;
/** Milliseconds between two looks at the head. */
const LOOK = 20;

/** A block as it was seen. */
interface Seen {
  /** Milliseconds of this process's clock. */
  at: number;
  transfers: number;
}

/**
 * Sends a load as fast as the node takes it and watches the blocks.
 * @param ownTransactions transactions that every block has by itself: 1 on a rollup, the deposit of its L1 attributes
 * @returns transfers a second, sustained while the pool was never empty
 * @throws TensoraError when the node refuses transfers, or mines none
 */
export async function sustainedTransfers(
  url: string,
  { transactions }: Load,
  ownTransactions: number,
  { signal }: Pick<BenchRun, "signal">,
): Promise<number> {
  const progress = { sent: 0, mined: 0 };
  // The first part that fails ends the other.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const abort = (error: unknown) => {
    failed.abort(error);
    throw error;
  };
  const watching = watch(url, transactions.length, ownTransactions, progress, either).catch(abort);
  let next = 0;
  const lane = async () => {
    while (next < transactions.length) {
      either.throwIfAborted();
      if (progress.sent - progress.mined > BACKLOG) {
        await sleep(5);
        continue;
      }
      const batch = transactions.slice(next, next + BATCH);
      next += batch.length;
      progress.sent += batch.length;
      await send(url, batch);
    }
  };
  const lanes = Array.from({ length: LANES }, () => lane().catch(abort));
  const [seen] = await Promise.all([watching, ...lanes]);
  return rateOf(seen);
}

/** Watches new blocks until all transfers are mined. */
async function watch(
  url: string,
  all: number,
  own: number,
  progress: { mined: number },
  signal: AbortSignal,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  let number = Number(await rpc<string>(url, "eth_blockNumber"));
  let last = performance.now();
  while (progress.mined < all) {
    signal.throwIfAborted();
    const count = await rpc<Hex | null>(url, "eth_getBlockTransactionCountByNumber", [
      `0x${(number + 1).toString(16)}`,
    ]);
    if (count === null) {
      if (performance.now() - last > PATIENCE)
        throw new TensoraError(`no transfer was mined for ${PATIENCE / 1000} s`, { where: url });
      await sleep(LOOK);
      continue;
    }
    number++;
    const transfers = Number(count) - own;
    const at = performance.now();
    if (transfers > 0) last = at;
    progress.mined += Math.max(0, transfers);
    seen.push({ at, transfers });
  }
  return seen;
}

/** Transfers a second between the warm-up and the last block that was not the rest. */
export function rateOf(blocks: readonly Seen[]): number {
  const first = blocks.findIndex(({ transfers }) => transfers > 0);
  const counted = blocks.slice(first + WARM_UP, -1);
  const begin = counted[0];
  const end = counted.at(-1);
  if (first < 0 || !begin || !end || begin === end) throw new TensoraError("too few blocks had transfers");
  // The first one only says when counting begins.
  const transfers = counted.slice(1).reduce((sum, block) => sum + block.transfers, 0);
  return (transfers * 1000) / (end.at - begin.at);
}

interface Answer {
  error?: { message: string };
}

async function send(url: string, batch: readonly Hex[]): Promise<void> {
  const calls = batch.map((raw, id) => ({
    jsonrpc: "2.0",
    id,
    method: "eth_sendRawTransaction",
    params: [raw],
  }));
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(calls),
    signal: AbortSignal.timeout(30_000),
  });
  const answers = (await response.json()) as Answer[] | Answer;
  const failed = [answers].flat().find(({ error }) => error);
  if (failed) throw new TensoraError(`a transfer was refused: ${failed.error?.message}`, { where: url });
}
