// Draws the same epochs as support/RandomEpoch.sol.
import type { EpochInput } from "../../../../subnets/yuma/epoch.ts";

/** Numbers of 31 bits from a linear congruential generator (Knuth's MMIX). */
function generator(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return state >> 33n;
  };
}

/** The two epochs of a seed; the second takes the bonds of the first. */
export function draw(seed: bigint): { first: EpochInput; nextWeights: bigint[][] } {
  const next = generator(seed);
  next();
  const rows = Number(1n + (next() % 12n));
  const columns = Number(1n + (next() % 20n));
  const kappa = next() % 2n === 0n ? 32_767n : 1n + (next() % 65_535n);
  const bondsMovingAverage = next() % 1_000_001n;
  const bondsPenalty = next() % 2n === 0n ? 65_535n : next() % 65_536n;
  const stake: bigint[] = [];
  const active: boolean[] = [];
  for (let i = 0; i < rows; i++) {
    stake.push(next() % 5n === 0n ? 0n : next());
    active.push(next() % 8n !== 0n);
  }
  const bonds = matrix(next, rows, columns, next() % 2n === 0n ? 2n : 0n);
  const weights = matrix(next, rows, columns, (next() % 3n) + 1n);
  const first = { stake, active, weights, bonds, kappa, bondsMovingAverage, bondsPenalty };
  return { first, nextWeights: matrix(next, rows, columns, (next() % 3n) + 1n) };
}

function matrix(next: () => bigint, rows: number, columns: number, style: bigint): bigint[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, j) => (style === 0n ? 0n : cell(next(), j, style))),
  );
}

/** 1 few distinct numbers, 2 any numbers and gaps, 3 columns that rows agree on. */
function cell(drawn: bigint, column: number, style: bigint): bigint {
  if (style === 1n) return drawn % 3n;
  if (style === 2n) return drawn % 3n === 0n ? 0n : drawn % 65_536n;
  return 1000n * BigInt(column + 1) + (drawn % 64n);
}
