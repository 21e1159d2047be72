/** What of a source file the tests ran. */
export interface FileCoverage {
  file: string;
  lines: Share;
  branches: Share;
}

export interface Share {
  hit: number;
  found: number;
}

/** Reads an LCOV report: the totals that each record ends with (geninfo's manual: SF, LF, LH, BRF, BRH). */
export function readLcov(text: string): FileCoverage[] {
  return text
    .split("end_of_record")
    .map(fieldsOf)
    .flatMap(({ SF: file, LF, LH, BRF, BRH }) =>
      file === undefined ? [] : { file, lines: share(LH, LF), branches: share(BRH, BRF) },
    );
}

/** All files together. */
export function total(shares: readonly Share[]): Share {
  const sum = (key: keyof Share) => shares.reduce((result, one) => result + one[key], 0);
  return { hit: sum("hit"), found: sum("found") };
}

/** In percent; of nothing it is everything. */
export const percent = ({ hit, found }: Share) => (found === 0 ? 100 : (100 * hit) / found);

function fieldsOf(record: string): Record<string, string | undefined> {
  const lines = record.split("\n").map((line) => /^(?<name>\w+):(?<value>.*)$/.exec(line)?.groups);
  return Object.fromEntries(lines.flatMap((found) => (found ? [[found.name, found.value]] : [])));
}

const share = (hit = "0", found = "0"): Share => ({ hit: Number(hit), found: Number(found) });
