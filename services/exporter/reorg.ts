import type { Hash } from "viem";

export interface Head {
  number: bigint;
  hash: Hash;
  parentHash: Hash;
}

/** Blocks that are remembered: a deeper reorg counts as this deep. */
const MEMORY = 64n;
/** Seconds for which a reorg is told of, so that a scrape between two blocks does not miss it. */
export const REORG_WINDOW = 600;

/** Follows a chain's heads and knows how many blocks a reorg took back. */
export class ReorgWatch {
  private readonly known = new Map<bigint, Hash>();
  private readonly seen: { depth: number; at: number }[] = [];
  private tip: bigint | undefined;

  /** @param block finds an ancestor by its hash; asked only where a head does not follow the last one */
  constructor(private readonly block: (hash: Hash) => Promise<Head>) {}

  /**
   * Takes a new head over.
   * @param now seconds
   * @returns how many of the blocks known before are no longer in the chain
   */
  async saw(head: Head, now: number): Promise<number> {
    const branch = await this.branch(head);
    const depth = this.abandoned(branch);
    for (const { number, hash } of branch) this.known.set(number, hash);
    for (const number of this.known.keys())
      if (number > head.number || number + MEMORY <= head.number) this.known.delete(number);
    this.tip = head.number;
    if (depth > 0) this.seen.push({ depth, at: now });
    return depth;
  }

  /** The deepest reorg of the last {@link REORG_WINDOW} seconds, in blocks; 0 without one. */
  deepest(now: number): number {
    while (this.seen[0] && now - this.seen[0].at > REORG_WINDOW) this.seen.shift();
    return Math.max(0, ...this.seen.map(({ depth }) => depth));
  }

  /** The new blocks from the head back to the first one that is known, or as far as is remembered. */
  private async branch(head: Head): Promise<Head[]> {
    const blocks: Head[] = [];
    for (let block = head; this.known.get(block.number) !== block.hash; ) {
      blocks.push(block);
      if (block.number === 0n || this.tooFar(block, head)) break;
      if (this.known.get(block.number - 1n) === block.parentHash) break;
      block = await this.block(block.parentHash);
    }
    return blocks;
  }

  /** Nothing older is known than that, or a gap is too wide to be filled. */
  private tooFar({ number }: Head, head: Head): boolean {
    const oldest = Math.min(...[...this.known.keys()].map(Number));
    return this.known.size === 0 || number <= BigInt(oldest) || head.number - number >= MEMORY;
  }

  private abandoned(branch: readonly Head[]): number {
    const first = branch.at(-1);
    if (this.tip === undefined || !first) return 0;
    const replaced = this.known.has(first.number) && this.known.get(first.number) !== first.hash;
    return replaced ? Number(this.tip - first.number) + 1 : 0;
  }
}
