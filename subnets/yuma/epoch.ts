// Yuma consensus as subtensor's `epoch_dense` computes it (pallets/subtensor/src/epoch/run_epoch.rs, the branch without
// Yuma 3 and liquid alpha), written from the formulas with whole matrices, to check the contract against.
import type { Fixed } from "./fixed.ts";
import { div, mul, normalize, one, sum, toU16, u16Max } from "./fixed.ts";
import { medianOf } from "./median.ts";

export type Matrix = readonly (readonly bigint[])[];

/** Rows are validators, columns miners. */
export interface EpochInput {
  /** Stake of each validator that meets the threshold, in any unit; zero for the others. */
  stake: readonly bigint[];
  /** Which validators count; all where absent. */
  active?: readonly boolean[];
  /** Weights of 16 bits; masked ones are zero. */
  weights: Matrix;
  /** Bonds of 16 bits after the epoch before; lapsed ones are zero. */
  bonds: Matrix;
  /** Majority, of 65,535. */
  kappa: bigint;
  /** Share of the former bonds, of 1,000,000. */
  bondsMovingAverage: bigint;
  /** Of 65,535. */
  bondsPenalty: bigint;
}

/** All I32F32, except the bonds, of 16 bits. */
export interface EpochOutput {
  stake: Fixed[];
  consensus: Fixed[];
  ranks: Fixed[];
  trust: Fixed[];
  incentive: Fixed[];
  dividends: Fixed[];
  bonds: bigint[][];
}

/** One epoch of Yuma consensus. */
export function epoch(input: EpochInput): EpochOutput {
  const active = normalize(
    normalize(input.stake.map((s) => s << 32n)).map((s, i) => ((input.active?.[i] ?? true) ? s : 0n)),
  );
  const weights = input.weights.map((row) => normalize(row.map((w) => w << 32n)));
  const kappa = div(input.kappa << 32n, u16Max << 32n);
  const consensus = columns(weights).map((scores) => medianOf(active, scores, kappa));
  const clipped = weights.map((row) => row.map((w, j) => min(w, consensus[j] ?? 0n)));
  const ranks = columns(clipped).map((column) => sum(column.map((w, i) => mul(active[i] ?? 0n, w))));
  const incentive = normalize(ranks);
  const bonds = movedBonds(input, active, weights, clipped);
  return {
    stake: active,
    consensus,
    ranks,
    trust: clipped.map(sum),
    incentive,
    dividends: normalize(bonds.map((row) => sum(row.map((b, j) => mul(b, incentive[j] ?? 0n))))),
    bonds: byColumn(bonds, (column) => {
      const largest = column.reduce((a, b) => (a > b ? a : b), 0n);
      return column.map((b) => (largest === 0n ? b : div(b, largest))).map(toU16);
    }),
  };
}

/** The moving average of bonds, columns normalised. */
function movedBonds(
  input: EpochInput,
  stake: readonly Fixed[],
  weights: Fixed[][],
  clipped: Fixed[][],
): Fixed[][] {
  const penalty = div(input.bondsPenalty << 32n, u16Max << 32n);
  const forBonds = weights.map((row, i) => row.map((w, j) => w + mul(penalty, (clipped[i]?.[j] ?? 0n) - w)));
  const bought = byColumn(
    forBonds.map((row, i) => row.map((w) => mul(stake[i] ?? 0n, w))),
    normalize,
  );
  const held = byColumn(
    input.bonds.map((row) => row.map((b) => b << 32n)),
    normalize,
  );
  const alpha = one - (input.bondsMovingAverage << 32n) / 1_000_000n;
  const average = bought.map((row, i) =>
    row.map((b, j) => mul(alpha, b) + mul(one - alpha, held[i]?.[j] ?? 0n)),
  );
  return byColumn(average, normalize);
}

/**
 * What an epoch pays each validator and miner of one emission, as subtensor divides it: by incentive and dividends
 * together, or by stake when there are none. Whole units, rounded down.
 */
export function emissions(input: EpochInput, output: EpochOutput, emission: bigint) {
  const all = sum(output.incentive) + sum(output.dividends);
  const pay = (share: Fixed) => (share * emission) >> 32n;
  if (all > 0n) {
    return {
      validators: output.dividends.map((d) => pay(div(d, all))),
      miners: output.incentive.map((i) => pay(div(i, all))),
    };
  }
  const stake = sum(output.stake) > 0n ? output.stake : normalize(input.stake.map((s) => s << 32n));
  return { validators: stake.map(pay), miners: output.incentive };
}

const min = (a: bigint, b: bigint) => (a < b ? a : b);

function columns<T>(matrix: readonly (readonly T[])[]): T[][] {
  return (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j] as T));
}

function byColumn(matrix: Fixed[][], change: (column: Fixed[]) => Fixed[]): Fixed[][] {
  return columns(columns(matrix).map(change));
}
