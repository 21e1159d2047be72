/** Blocks that are asked for logs at once: what public nodes allow at least. */
const STRIDE = 5000;

/**
 * Which blocks to search for logs next, from some way back up to the head: a part of them at a time, so that a long
 * chain does not hold the rest up.
 */
export class Span {
  private first: number | undefined;
  private last = -1;

  /** @param reach how many blocks back it begins */
  constructor(private readonly reach: number) {}

  /** First and last block that was searched. */
  get searched(): [number, number] {
    return [this.first ?? 0, Math.max(this.last, 0)];
  }

  /** The next blocks, both included; undefined when all are searched. A head that went back is waited for. */
  next(head: number): { from: number; to: number } | undefined {
    this.first ??= Math.max(0, head - this.reach);
    const from = Math.max(this.first, this.last + 1);
    return from > head ? undefined : { from, to: Math.min(head, from + STRIDE - 1) };
  }

  /** These blocks are searched. */
  done(to: number): void {
    this.last = to;
  }
}
