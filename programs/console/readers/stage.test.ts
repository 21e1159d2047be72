import { expect, test } from "vitest";
import { stageOf } from "./stage.ts";

// Outputs every 6 blocks, blocks of 2 s from time 1000 on, a period of 60 s; L1 is at time 2000.
const rules = { latest: 12, next: 18, interval: 6, period: 60, genesisTime: 1000, blockTime: 2, now: 2000 };

test.each([
  [{ l2Block: 13, finalised: false }, "waits for an output", 1000 + 18 * 2],
  [{ l2Block: 18, finalised: false }, "waits for an output", 1000 + 18 * 2],
  [{ l2Block: 19, finalised: false }, "waits for an output", 1000 + 24 * 2],
  [{ l2Block: 31, finalised: false }, "waits for an output", 1000 + 36 * 2],
  [{ l2Block: 12, finalised: false }, "to be proved", undefined],
  [{ l2Block: 12, finalised: false, proof: { proved: 1990, output: 1980 } }, "in challenge period", 2051],
  [{ l2Block: 12, finalised: false, proof: { proved: 1970, output: 1980 } }, "in challenge period", 2041],
  [{ l2Block: 12, finalised: false, proof: { proved: 1939, output: 1900 } }, "to be finalised", undefined],
  [{ l2Block: 12, finalised: false, proof: { proved: 1940, output: 1900 } }, "in challenge period", 2001],
  [{ l2Block: 12, finalised: true, proof: { proved: 1990, output: 1980 } }, "finalised", undefined],
] as const)("%o is: %s, due %s", (progress, stage, due) => {
  expect(stageOf(progress, rules)).toEqual(due === undefined ? { stage } : { stage, due });
});
