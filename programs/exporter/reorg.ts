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

  /** @param block finds an ancestor by its hash; asked only where a head does not follow the last one */
  constructor(private readonly block: (hash: Hash) => Promise<Head>) {}

  /**
   * Takes a new head over.
   * @param now seconds
   * @returns how many of the blocks known before are no longer in the chain
   */
  async saw(head: Head, now: number): Promise<number> {
    const branch = await this.branch(head);
    const abandoned = this.abandoned(branch);
    for (const number of abandoned) this.known.delete(number);
    for (const { number, hash } of branch) this.known.set(number, hash);
    for (const number of this.known.keys()) if (number + MEMORY <= head.number) this.known.delete(number);
    const depth = abandoned.length;
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

  /**
   * The known blocks that a branch takes the place of. A head below them is none yet: it may be that of a node that is behind,
   * or of a chain that was taken back and will grow anew.
   */
  private abandoned(branch: readonly Head[]): bigint[] {
    const first = branch.at(-1);
    if (!first || [undefined, first.hash].includes(this.known.get(first.number))) return [];
    return [...this.known.keys()].filter((number) => number >= first.number);
  }
}
