/** How many single-character edits lead from one word to the other; case counts half. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 0; column < b.length; column++) {
      const other = b[column] as string;
      const same = letter === other ? 0 : letter.toLowerCase() === other.toLowerCase() ? 0.5 : 1;
      const [replaced, removed, added] = [row[column], row[column + 1], next[column]] as [
        number,
        number,
        number,
      ];
      next.push(Math.min(replaced + same, removed + 1, added + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The candidate that was most likely meant, or undefined when none is close. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word, candidate);
    if (
      edits <= Math.max(1, Math.min(word.length, candidate.length) / 3) &&
      edits < (best?.edits ?? Infinity)
    ) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}
