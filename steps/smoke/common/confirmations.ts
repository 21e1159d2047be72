/** One look at the sequencer: its own view of L1, and its newest block. */
export interface Look {
  /** Seconds since the epoch, when the look began. */
  at: number;
  l1Head: number;
  block: number;
}

/** A block that took a new L1 origin. */
export interface Adoption {
  block: number;
  timestamp: number;
  l1Origin: number;
}

/** Seconds that a sequencer may need to begin a block after the one before it is there. */
const START = 0.15;

/**
 * Blocks that were begun before their L1 origin had its confirmations. A sequencer begins block n when block n - 1 is
 * there, and not earlier than a block time before n's timestamp. What it sees of L1 a little later is the most it can
 * have known then: if the confirmations are missing even in that look, it was early.
 */
export function earlyAdoptions(
  looks: readonly Look[],
  adoptions: readonly Adoption[],
  { blockTime, confirmations }: { blockTime: number; confirmations: number },
): { judged: Adoption[]; early: Adoption[] } {
  const judged: Adoption[] = [];
  const early: Adoption[] = [];
  for (const adoption of adoptions) {
    const before = looks.filter(({ block }) => block === adoption.block - 1);
    const first = before[0];
    if (!first) continue;
    const begun = Math.max(first.at, adoption.timestamp - blockTime) + START;
    const look = before.find(({ at }) => at >= begun);
    if (!look) continue;
    judged.push(adoption);
    if (look.l1Head < adoption.l1Origin + confirmations) early.push(adoption);
  }
  return { judged, early };
}
