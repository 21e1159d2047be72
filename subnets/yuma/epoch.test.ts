import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { digestLibrary } from "../../contracts/test/subnets/oracle/digests.ts";
import { one, toU16 } from "./fixed.ts";
import { medianOf } from "./median.ts";
import type { Sequence, Step } from "./vectors.ts";
import { medianColumns, sequences } from "./vectors.ts";
import type { EpochInput, Matrix } from "./epoch.ts";
import { emissions, epoch } from "./epoch.ts";

const emission = 1_000_000_000n;

function inputOf(step: Step, bonds: Matrix): EpochInput {
  return {
    stake: step.stake.map(BigInt),
    ...(step.active && { active: step.active }),
    weights: step.weights.map((row) => row.map(BigInt)),
    bonds: bonds.map((row, i) =>
      row.map((bond, j) => (step.lapsed?.some(([r, c]) => r === i && c === j) ? 0n : bond)),
    ),
    kappa: 32_767n,
    bondsMovingAverage: 900_000n,
    bondsPenalty: 65_535n,
  };
}

function play({ steps }: Sequence) {
  let bonds: Matrix = (steps[0]?.weights ?? []).map((row) => row.map(() => 0n));
  for (const step of steps) {
    const input = inputOf(step, bonds);
    const output = epoch(input);
    const paid = emissions(input, output, emission);
    expect(paid.validators.map(Number)).toEqual(step.validators);
    expect(paid.miners.map(Number)).toEqual(step.miners);
    const told = step.bonds;
    if (told) expect(output.bonds.map((row) => Number(row[told.column]))).toEqual(told.rows);
    if (step.dividends) expect(output.dividends.map((d) => Number(toU16(d)))).toEqual(step.dividends);
    bonds = output.bonds;
  }
}

describe("the oracle passes what subtensor's tests assert", () => {
  it.each(sequences)("$name", play);

  it.each(medianColumns)("test_math_weighted_median_col, kappa $kappa", ({
    stake,
    weights,
    kappa,
    median,
  }) => {
    const fixed = (value: number) => BigInt(Math.floor(value * Number(one)));
    const found = median.map((_, j) =>
      medianOf(
        stake.map(fixed),
        weights.map((row) => fixed(row[j] ?? 0)),
        fixed(kappa),
      ),
    );
    expect(found).toEqual(median.map(fixed));
  });
});

it("the digests that the contract is tested with are the oracle's", () => {
  const written = readFileSync(
    new URL("../../contracts/test/subnets/support/YumaDigests.sol", import.meta.url),
    "utf8",
  );
  expect(written).toBe(digestLibrary());
});
