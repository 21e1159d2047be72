import { expect, it } from "vitest";
import { type FeedRules, type FeedState, hasMoved, planOf } from "./plan.ts";

const UNIT = 10n ** 18n;
const answer = UNIT / 20_000n;
const rules: FeedRules = {
  maxAge: 3600,
  threshold: 100,
  interval: 30,
  answer,
  deposit: 10n * UNIT,
  minDeposit: 5n * UNIT,
};
const well: FeedState = {
  now: 10_000,
  price: 20_000n * UNIT,
  observedAt: 9_000,
  source: 20_000n * UNIT,
  posted: { answer, updatedAt: 9_000 },
  deposit: 6n * UNIT,
  operatorBalance: 100n * UNIT,
};
const plan = (change: Partial<FeedState>, other: Partial<FeedRules> = {}) =>
  planOf({ ...well, ...change }, { ...rules, ...other });

it("does nothing while all is well", () => {
  expect(plan({})).toEqual({ update: false, reasons: [] });
});

it("posts and updates when the price moves by the threshold, and not before", () => {
  const near = (answer * 10_099n) / 10_000n;
  expect(plan({}, { answer: near }).post).toBeUndefined();
  const far = (answer * 10_101n) / 10_000n;
  expect(plan({}, { answer: far })).toMatchObject({ post: far, update: true });
});

it("renews what is half as old as it may become, counting the time until the next look", () => {
  expect(plan({ now: 9_000 + 1770 })).toMatchObject({ update: false });
  expect(plan({ now: 9_000 + 1771 })).toMatchObject({ post: answer, update: true });
  const { posted: _, ...fixed } = well;
  expect(planOf({ ...fixed, now: 9_000 + 1771 }, rules)).toMatchObject({ update: true });
});

it("takes over what another source says", () => {
  const { posted: _, ...other } = well;
  const { answer: __, ...own } = rules;
  expect(planOf({ ...other, source: 20_199n * UNIT }, own)).toEqual({ update: false, reasons: [] });
  expect(planOf({ ...other, source: 20_200n * UNIT }, own)).toMatchObject({ update: true });
});

it("has a source observe anew that has no price, and does not ask it for one", () => {
  const { posted: _, source: __, ...other } = well;
  expect(planOf({ ...other, now: 20_000 }, rules)).toMatchObject({ record: true, update: false });
  expect(plan({ source: undefined as never, now: 9_000 + 1771 })).toMatchObject({
    post: answer,
    update: true,
  });
});

it("fills the deposit up, as far as the keeper's balance goes", () => {
  expect(plan({ deposit: 5n * UNIT }).topUp).toBeUndefined();
  expect(plan({ deposit: 4n * UNIT }).topUp).toBe(6n * UNIT);
  expect(plan({ deposit: 4n * UNIT, operatorBalance: UNIT }).topUp).toBe((UNIT * 9n) / 10n);
  const poor = plan({ deposit: 4n * UNIT, operatorBalance: 0n });
  expect(poor.topUp).toBeUndefined();
  expect(poor.reasons.join()).toContain("the keeper has only 0 wei");
});

it("knows a move by its share", () => {
  expect(hasMoved(10_000n, 10_100n, 100)).toBe(true);
  expect(hasMoved(10_000n, 9_901n, 100)).toBe(false);
  expect(hasMoved(10_000n, 10_000n, 1)).toBe(false);
});
