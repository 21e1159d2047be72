import { describe, expect, test } from "vitest";
import { actionsFor, isMyTurn, openEpochOf, type Scored, type ValidatorState } from "./plan.ts";

const STATE: ValidatorState = {
  epoch: 5n,
  phase: "query",
  blocksLeft: 2,
  openFor: 0,
  slot: 1,
  validators: 3,
  revealed: false,
  lastAggregated: 4n,
};
const SCORED: Scored = { epoch: 5n, weights: "0x0001", salt: "0x02", commitment: "0x03" };
const actions = (state: Partial<ValidatorState>, scored?: Scored, silent = false) =>
  actionsFor({ ...STATE, ...state }, scored, silent);

describe("what a validator does in an epoch", () => {
  test("asks miners once, commits, reveals", () => {
    expect(actions({})).toEqual(["score"]);
    expect(actions({}, SCORED)).toEqual([]);
    expect(actions({ phase: "commit" }, SCORED)).toEqual(["commit"]);
    expect(actions({ phase: "commit", committed: "0x03" }, SCORED)).toEqual([]);
    expect(actions({ phase: "reveal", committed: "0x03" }, SCORED)).toEqual(["reveal"]);
    expect(actions({ phase: "reveal", committed: "0x03", revealed: true }, SCORED)).toEqual([]);
  });

  test("started late it still asks while it can commit", () => {
    expect(actions({ phase: "commit" })).toEqual(["score"]);
    expect(actions({ phase: "commit" }, { ...SCORED, epoch: 4n })).toEqual(["score"]);
    expect(actions({ phase: "reveal" })).toEqual([]);
  });

  test("sends nothing in a phase's last block: it would be in the next phase", () => {
    expect(actions({ phase: "commit", blocksLeft: 0 }, SCORED)).toEqual([]);
    expect(actions({ phase: "reveal", committed: "0x03", blocksLeft: 0 }, SCORED)).toEqual([]);
  });

  test("reveals only what it has committed to", () => {
    expect(actions({ phase: "reveal", committed: "0x04" }, SCORED)).toEqual([]);
    expect(actions({ phase: "reveal" }, SCORED)).toEqual([]);
  });

  test("without a slot, or silent, it does nothing", () => {
    const { slot: _, ...none } = STATE;
    expect(actionsFor(none, undefined, false)).toEqual([]);
    expect(actions({}, undefined, true)).toEqual([]);
  });
});

describe("who aggregates", () => {
  const at = (over: Partial<ValidatorState>) =>
    isMyTurn({ ...STATE, phase: "aggregate", lastAggregated: 4n, ...over });

  test("the epoch's own phase is for itself, the next ones' for the one before", () => {
    expect(openEpochOf({ epoch: 5n, phase: "aggregate" })).toBe(5n);
    expect(openEpochOf({ epoch: 5n, phase: "query" })).toBe(4n);
    expect(openEpochOf({ epoch: 5n, phase: "reveal" })).toBeUndefined();
    expect(openEpochOf({ epoch: 1n, phase: "commit" })).toBeUndefined();
  });

  test("one at first, the others one by one", () => {
    const turns = (openFor: number) => [0, 1, 2].filter((slot) => at({ slot, openFor }));
    expect(turns(0)).toHaveLength(1);
    expect(turns(3)).toHaveLength(2);
    expect(turns(6)).toHaveLength(3);
  });

  test("another one each epoch", () => {
    const first = (epoch: bigint) =>
      [0, 1, 2].find((slot) => at({ slot, epoch, lastAggregated: epoch - 1n }));
    expect(new Set([first(5n), first(6n), first(7n)]).size).toBe(3);
  });

  test("nobody once it is done", () => {
    expect(at({ lastAggregated: 5n, openFor: 9 })).toBe(false);
  });
});
