import { BatchError } from "./errors.ts";
import { ByteReader } from "./reader.ts";
import { readSpanTransactions } from "./span-transactions.ts";
import type { BatchBlock, RollupFacts } from "./types.ts";

/** Blocks, or transactions, of one span batch at most. */
const MAX_ELEMENTS = 10_000_000;
/** Bytes of a block hash that a span batch repeats as a check. */
const HASH_CHECK = 20;

/**
 * The blocks of a span batch: time since genesis, number of the last block's L1 origin, the two hash checks, how many
 * blocks, a bit for each block that says whether its L1 origin is the next one, how many transactions each block has,
 * and all transactions together.
 */
export function decodeSpan(bytes: Uint8Array, rollup: RollupFacts): BatchBlock[] {
  const reader = new ByteReader(bytes);
  const sinceGenesis = reader.count("time since genesis");
  const lastOrigin = reader.count("L1 origin");
  reader.bytes(HASH_CHECK, "parent check");
  reader.bytes(HASH_CHECK, "L1 origin check");
  const blocks = reader.count("blocks", MAX_ELEMENTS);
  if (blocks === 0) throw new BatchError("a span batch without blocks");
  const origins = originNumbers(reader.bits(blocks, "origin bits"), lastOrigin);
  const counts = origins.map((_, i) => reader.count(`transactions of block ${i}`, MAX_ELEMENTS));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MAX_ELEMENTS) throw new BatchError(`a span batch of ${total} transactions`);
  const transactions = readSpanTransactions(reader, total, rollup.l2ChainId);
  let next = 0;
  return counts.map((count, i) => {
    const first = next;
    next += count;
    return {
      timestamp: rollup.genesisTime + sinceGenesis + i * rollup.blockTime,
      l1Origin: origins[i] as number,
      transactions: transactions.slice(first, next),
    };
  });
}

/** Each block's L1 origin, counted back from the last block's: a set bit means that the block before has another. */
export function originNumbers(advances: readonly boolean[], last: number): number[] {
  const origins = new Array<number>(advances.length);
  let origin = last;
  for (let i = advances.length - 1; i >= 0; i--) {
    origins[i] = origin;
    if (advances[i]) origin--;
  }
  return origins;
}
