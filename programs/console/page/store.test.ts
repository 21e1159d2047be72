import { expect, test } from "vitest";
import type { PanelUpdate } from "../state.ts";
import { type Action, NOTHING, reduce } from "./store.ts";

const head = (number: number) => ({ number, time: 0 });
const heads = (unsafe: number, at: number, error?: string): Action => ({
  kind: "panel",
  update: {
    panel: "heads",
    at,
    data: { l1: head(1), unsafe: head(unsafe), safe: head(unsafe - 2), finalized: head(0) },
    ...(error === undefined ? {} : { error }),
  },
});

test("a panel is what came last, and heads become samples", () => {
  const state = [heads(5, 1000), heads(6, 2000)].reduce(reduce, NOTHING);
  expect(state.panels.heads?.data?.unsafe.number).toBe(6);
  expect(state.samples).toEqual([
    { at: 1, unsafe: 5, safe: 3, finalized: 0 },
    { at: 2, unsafe: 6, safe: 4, finalized: 0 },
  ]);
  expect(state.link).toBe("live");
});

test("what comes again after a reconnection, or with an error, is no new sample", () => {
  const state = [heads(5, 1000), heads(5, 1000), heads(5, 1000, "nobody answers")].reduce(reduce, NOTHING);
  expect(state.samples).toHaveLength(1);
  expect(state.panels.heads).toMatchObject({ error: "nobody answers", at: 1000 });
});

test("a lost stream forgets nothing", () => {
  const health: PanelUpdate = { panel: "health", at: 1, data: { l1: "running" } };
  const actions: Action[] = [
    { kind: "panel", update: health },
    { kind: "link", link: "lost" },
  ];
  expect(actions.reduce(reduce, NOTHING)).toMatchObject({
    link: "lost",
    panels: { health: { data: { l1: "running" } } },
  });
});

test("only so many samples are kept, the last ones", () => {
  const many = Array.from({ length: 1000 }, (_, i) => heads(i, 1000 * (i + 1)));
  const { samples } = many.reduce(reduce, NOTHING);
  expect(samples).toHaveLength(300);
  expect(samples.at(-1)?.unsafe).toBe(999);
});
