/** One end of a process that was to go on. Times in milliseconds of a clock that only goes forward. */
export interface Ended {
  at: number;
  ranFor: number;
}

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;
/** A process that ran this long was well: the next pause is the first again. */
const WELL = 60_000;
const LOOP = { exits: 5, within: 60_000 };

/**
 * What to do after a process has ended.
 * @param history its ends since it was last asked for, the latest last
 * @returns milliseconds of pause before the next start, or undefined for a crash loop: it is not started again
 */
export function pauseAfter(history: readonly Ended[]): number | undefined {
  const last = history.at(-1);
  const first = history.at(-LOOP.exits);
  if (!last) return FIRST_PAUSE;
  if (history.length >= LOOP.exits && first && last.at - first.at < LOOP.within) return undefined;
  const lastWell = history.findLastIndex((ended) => ended.ranFor >= WELL);
  const failures = lastWell === -1 ? history.length : history.length - lastWell;
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures - 1, 16));
}

/** So many ends decide; older ones need not be kept. */
export const HISTORY = 16;
