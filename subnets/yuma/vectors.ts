// What subtensor's own tests assert: pallets/subtensor/src/tests/epoch.rs (in older trees pallets/subtensor/tests/epoch.rs).
// Emission is 1,000,000,000, kappa 32,767, the moving average 900,000, the bonds penalty 65,535 throughout.

/** One epoch of a sequence: bonds carry over from the step before. */
export interface Step {
  stake: number[];
  active?: boolean[];
  weights: number[][];
  /** Cells [row, column] whose bonds lapsed before the step. */
  lapsed?: [number, number][];
  validators: number[];
  miners: number[];
  /** Bonds after the step on one column. */
  bonds?: { column: number; rows: number[] };
  /** Dividends of 16 bits. */
  dividends?: number[];
}

export interface Sequence {
  name: string;
  steps: Step[];
}

const votes = [16_383, 32_767, 49_149, 65_535];
const none = [0, 0, 0, 0];
const fourth = [0, 0, 0, 65_535];
const stake = [1, 2, 3, 4];

const bonds: Sequence = {
  name: "test_bonds",
  steps: [
    {
      stake,
      weights: [votes, votes, votes, votes],
      validators: [49_999_998, 99_999_999, 150_000_000, 200_000_001],
      miners: [49_998_779, 100_000_610, 149_996_337, 200_004_272],
      bonds: { column: 0, rows: [16_383, 32_767, 49_151, 65_535] },
    },
    {
      stake,
      weights: [none, votes, votes, votes],
      validators: [44_998_351, 101_110_561, 151_667_215, 202_223_870],
      miners: [49_998_779, 100_000_610, 149_996_337, 200_004_272],
      bonds: { column: 0, rows: [14_582, 32_767, 49_151, 65_535] },
    },
    {
      stake,
      weights: [none, none, votes, votes],
      validators: [40_496_805, 90_999_783, 157_929_636, 210_573_773],
      miners: [49_998_779, 100_000_610, 149_996_337, 200_004_272],
      bonds: { column: 0, rows: [12_603, 28_321, 49_151, 65_535] },
    },
    {
      // A minority alone: consensus is zero everywhere, stake is paid.
      stake,
      weights: [none, none, none, votes],
      validators: [99_999_999, 199_999_999, 299_999_999, 399_999_999],
      miners: [0, 0, 0, 0],
      bonds: { column: 3, rows: [12_602, 28_320, 49_150, 65_535] },
    },
    {
      stake,
      weights: [none, none, fourth, votes],
      validators: [36_443_733, 81_898_628, 163_565_493, 218_092_144],
      miners: [0, 0, 0, 500_000_000],
      bonds: { column: 3, rows: [10_951, 24_609, 49_150, 65_535] },
    },
    {
      stake,
      weights: [none, none, fourth, votes],
      validators: [32_799_427, 73_706_612, 168_638_129, 224_855_830],
      miners: [0, 0, 0, 500_000_000],
      bonds: { column: 3, rows: [9_559, 21_482, 49_150, 65_535] },
    },
    {
      stake,
      weights: [none, none, fourth, votes],
      validators: [29_518_068, 66_336_137, 173_203_134, 230_942_659],
      miners: [0, 0, 0, 500_000_000],
      bonds: { column: 3, rows: [8_376, 18_824, 49_150, 65_535] },
    },
    {
      stake,
      weights: [none, none, fourth, votes],
      validators: [26_565_175, 59_701_871, 177_311_856, 236_421_095],
      miners: [0, 0, 0, 500_000_000],
    },
  ],
};

const halves = [32_767, 32_767];
const four = [1, 1, 1, 1];
const idle = [0, 0];

// The two servers of this test have stake as well, and are never active validators.
const activeStake: Sequence = {
  name: "test_active_stake",
  steps: [
    {
      stake: four,
      active: [true, true, false, false],
      weights: [halves, halves, idle, idle],
      validators: [250_000_000, 250_000_000, 0, 0],
      miners: [250_000_000, 250_000_000],
      bonds: { column: 0, rows: [65_535, 65_535, 0, 0] },
      dividends: [32_767, 32_767, 0, 0],
    },
    {
      stake: four,
      active: [true, false, false, false],
      weights: [halves, halves, idle, idle],
      validators: [274_999_999, 224_999_999, 0, 0],
      miners: [250_000_000, 250_000_000],
      bonds: { column: 0, rows: [65_535, 53_619, 0, 0] },
      dividends: [36_044, 29_490, 0, 0],
    },
    {
      stake: four,
      active: [true, true, false, false],
      weights: [halves, halves, idle, idle],
      validators: [272_501_132, 227_498_866, 0, 0],
      miners: [250_000_000, 250_000_000],
      bonds: { column: 1, rows: [65_535, 54_712, 0, 0] },
      dividends: [35_716, 29_818, 0, 0],
    },
  ],
};

const thirds = [65_535, 32_768];

// In the second step the second server was registered anew: what the validators that did not vote since say of it, and
// all bonds on it that are older, is masked.
const outdatedWeights: Sequence = {
  name: "test_outdated_weights",
  steps: [
    {
      stake: four,
      weights: [thirds, thirds, idle, idle],
      validators: [250_000_000, 250_000_000, 0, 0],
      miners: [333_331_637, 166_668_361],
    },
    {
      stake: [1, 1, 1, 0],
      weights: [thirds, [65_535, 0], idle, idle],
      lapsed: [[1, 1]],
      validators: [250_000_000, 250_000_000, 0, 0],
      miners: [500_000_000, 0],
      bonds: { column: 1, rows: [65_535, 0, 0, 0] },
      dividends: [32_767, 32_767, 0, 0],
    },
  ],
};

const zeroWeights: Sequence = {
  name: "test_zero_weights",
  steps: [
    { stake: [1], weights: [[0]], validators: [1_000_000_000], miners: [0] },
    { stake: [1], weights: [[0]], validators: [1_000_000_000], miners: [0] },
    { stake: [1], weights: [[65_535]], validators: [500_000_000], miners: [500_000_000] },
  ],
};

const oneGraph: Sequence = {
  name: "test_1_graph",
  steps: [{ stake: [1], weights: [[0]], validators: [1_000_000_000], miners: [0] }],
};

const tenGraph: Sequence = {
  name: "test_10_graph",
  steps: [
    {
      stake: Array<number>(10).fill(1),
      weights: Array.from({ length: 10 }, () => [0]),
      validators: Array<number>(10).fill(99_999_999),
      miners: [0],
    },
  ],
};

// 64 validators, 448 servers, three epochs; every weight is 65,535 / 512.
const graph512Step: Step = {
  stake: Array<number>(64).fill(328_125_000_000_000),
  weights: Array.from({ length: 64 }, () => Array<number>(448).fill(65_535)),
  validators: Array<number>(64).fill(7_812_500),
  miners: Array<number>(448).fill(1_116_071),
  bonds: { column: 0, rows: Array<number>(64).fill(65_535) },
  dividends: Array<number>(64).fill(1_023),
};
const graph512: Sequence = { name: "test_512_graph", steps: [graph512Step, graph512Step, graph512Step] };

export const sequences: Sequence[] = [
  bonds,
  activeStake,
  outdatedWeights,
  zeroWeights,
  oneGraph,
  tenGraph,
  graph512,
];

/** test_math_weighted_median_col (pallets/subtensor/src/tests/math.rs), numbers as decimals. */
export const medianColumns = [
  {
    stake: [0, 0],
    weights: [
      [0, 0],
      [0, 0],
    ],
    kappa: 0.5,
    median: [0, 0],
  },
  {
    stake: [0, 0.75, 0.25, 0],
    weights: [
      [0, 0.1, 0],
      [0, 0.2, 0.4],
      [0, 0.3, 0.1],
      [0, 0.4, 0.5],
    ],
    kappa: 0.24,
    median: [0, 0.3, 0.4],
  },
  {
    stake: [0, 0.75, 0.25, 0],
    weights: [
      [0, 0.1, 0],
      [0, 0.2, 0.4],
      [0, 0.3, 0.1],
      [0, 0.4, 0.5],
    ],
    kappa: 0.26,
    median: [0, 0.2, 0.4],
  },
  {
    stake: [0, 0.75, 0.25, 0],
    weights: [
      [0, 0.1, 0],
      [0, 0.2, 0.4],
      [0, 0.3, 0.1],
      [0, 0.4, 0.5],
    ],
    kappa: 0.76,
    median: [0, 0.2, 0.1],
  },
  {
    stake: [0, 0.3, 0.2, 0.5],
    weights: [
      [0, 0.1, 0],
      [0, 0.2, 0.4],
      [0, 0.3, 0.1],
      [0, 0, 0.5],
    ],
    kappa: 0.51,
    median: [0, 0, 0.4],
  },
];
