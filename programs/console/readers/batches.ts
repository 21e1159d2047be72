import { formatEther, type Hex } from "viem";
import { orderFrames } from "../../../chain/batch/channel.ts";
import { describeChannel } from "../../../chain/batch/inspect.ts";
import { rollupFacts } from "../../../chain/batch/rollup-facts.ts";
import { framesOf, type InboxTransaction, inboxTransactions } from "../../../chain/batch/scan.ts";
import type { Frame, RollupFacts } from "../../../chain/batch/types.ts";
import type { L1Client } from "../../../chain/clients.ts";
import type { BatchRow } from "../state.ts";

/** Channels that are shown. */
const SHOWN = 10;
/** L1 blocks that one look reads at most, in either direction. */
const STRIDE = 48;
/** L1 blocks back that are searched at most, for a batcher that sends rarely. */
const REACH = 1600;

interface Part {
  frame: Frame;
  transaction: InboxTransaction;
}

/**
 * The last channels that are complete on L1. A look reads the blocks since the last one; while there is less to show
 * than there could be, it goes some way back, too.
 */
export class BatchesReader {
  private rollup: RollupFacts | undefined;
  /** First and last L1 block that was read. */
  private read: [number, number] | undefined;
  private readonly open = new Map<Hex, Part[]>();
  private rows: readonly BatchRow[] = [];

  constructor(
    private readonly client: L1Client,
    private readonly rollupRpcUrl: string,
  ) {}

  async look(): Promise<BatchRow[]> {
    this.rollup ??= await rollupFacts(this.rollupRpcUrl);
    const head = Number(await this.client.getBlockNumber());
    // After a long time without a viewer, what lies between is not needed.
    if (this.read && head - this.read[1] > STRIDE) this.forget();
    const [first, last] = this.read ?? [head + 1, head];
    await this.take(last + 1, head, this.rollup);
    this.read = [first, head];
    if (this.rows.length < SHOWN && first > 0 && head - first < REACH) {
      const back = Math.max(0, first - STRIDE);
      await this.take(back, first - 1, this.rollup);
      this.read = [back, head];
    }
    return [...this.rows];
  }

  private forget(): void {
    this.read = undefined;
    this.open.clear();
    this.rows = [];
  }

  private async take(from: number, to: number, rollup: RollupFacts): Promise<void> {
    for (const transaction of await inboxTransactions(this.client, rollup.inbox, from, to))
      for (const frame of framesOf([transaction], rollup)) {
        const parts = this.open.get(frame.channel) ?? [];
        this.open.set(frame.channel, [...parts, { frame, transaction }]);
      }
    for (const [id, parts] of this.open) {
      const frames = orderFrames(parts.map(({ frame }) => frame));
      if (!frames) continue;
      this.open.delete(id);
      // Blocks are read again after a look that failed.
      if (this.rows.some(({ channel }) => channel === id)) continue;
      this.rows = newest([...this.rows, await this.row(id, frames, parts, rollup)]);
    }
    // What was not completed in the time that a channel has will not be.
    const oldest = to - REACH;
    for (const [id, parts] of this.open)
      if (parts.every(({ transaction }) => transaction.block < oldest)) this.open.delete(id);
  }

  private async row(id: Hex, frames: Frame[], parts: Part[], rollup: RollupFacts): Promise<BatchRow> {
    const channel = describeChannel(id, frames, rollup);
    const hashes = [...new Set(parts.map(({ transaction }) => transaction.hash))];
    const receipts = await Promise.all(hashes.map((hash) => this.client.getTransactionReceipt({ hash })));
    const cost = receipts.reduce(
      (sum, { gasUsed, effectiveGasPrice }) => sum + gasUsed * effectiveGasPrice,
      0n,
    );
    const l1Block = Math.max(...parts.map(({ transaction }) => transaction.block));
    const { timestamp } = await this.client.getBlock({ blockNumber: BigInt(l1Block) });
    const numbers = channel.blocks.map(({ number }) => number);
    return {
      channel: id,
      transactions: hashes,
      l1Block,
      time: Number(timestamp),
      frames: channel.frames,
      compression: channel.compression,
      compressedBytes: channel.compressedBytes,
      rawBytes: channel.rawBytes,
      ratio: channel.ratio,
      cost: formatEther(cost),
      types: [...new Set(channel.batchTypes)],
      ...(numbers.length === 0 ? {} : { blocks: [Math.min(...numbers), Math.max(...numbers)] }),
      operations: channel.blocks.reduce((sum, { transactions }) => sum + transactions.length, 0),
    };
  }
}

const newest = (rows: readonly BatchRow[]) =>
  rows
    .toSorted((a, b) => b.l1Block - a.l1Block || (b.blocks?.[0] ?? 0) - (a.blocks?.[0] ?? 0))
    .slice(0, SHOWN);
