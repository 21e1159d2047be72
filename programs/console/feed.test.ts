import { expect, test } from "vitest";
import { until } from "../../lib/wait.ts";
import { type AnyReader, Feed, type Reader } from "./feed.ts";
import type { PanelUpdate } from "./state.ts";

/** A reader of alerts that is told what it finds, and counts how often it is asked. */
function source() {
  const state = { names: ["one"], fails: "", reads: 0, running: 0, most: 0 };
  const reader: Reader<"alerts"> = {
    panel: "alerts",
    every: 1,
    read: async () => {
      state.reads += 1;
      state.most = Math.max(state.most, ++state.running);
      await new Promise((done) => setTimeout(done, 2));
      state.running -= 1;
      if (state.fails) throw new Error(state.fails);
      return state.names.map((name) => ({
        name,
        severity: "",
        state: "",
        since: 0,
        summary: "",
        service: "",
        runbook: "",
      }));
    },
  };
  return { state, reader };
}

const health: Reader<"health"> = { panel: "health", every: 1, read: async () => ({ l1: "running" }) };
const soon = { deadline: 5, every: 2 };
const namesOf = (update: PanelUpdate | undefined) =>
  update?.panel === "alerts" ? update.data?.map(({ name }) => name) : undefined;

test("it reads only while somebody looks, and for all of them once", async () => {
  const { state, reader } = source();
  const feed = new Feed([reader]);
  expect(state.reads).toBe(0);
  const leave = [feed.watch(() => {}), feed.watch(() => {}), feed.watch(() => {})];
  expect(feed.viewers).toBe(3);
  await until("some reads", async () => state.reads > 5, soon);
  for (const one of leave) one();
  await until("the end of the last read", async () => state.running === 0, soon);
  const { reads } = state;
  await new Promise((done) => setTimeout(done, 50));
  expect(state.reads).toBe(reads);
  expect(state.most).toBe(1);
});

test("a viewer that comes while the last read of others runs does not double it", async () => {
  const { state, reader } = source();
  const feed = new Feed([reader]);
  for (let i = 0; i < 20; i++) {
    const leave = feed.watch(() => {});
    await new Promise((done) => setTimeout(done, 1));
    leave();
  }
  expect(state.most).toBe(1);
});

test("only changes are told, with growing numbers, and who comes late gets what changed since", async () => {
  const { state, reader } = source();
  const feed = new Feed([reader, health]);
  const ids: number[] = [];
  const leave = feed.watch(({ id }) => ids.push(id));
  await until("both panels", async () => ids.length === 2 && state.reads > 5, soon);
  expect(ids).toEqual([1, 2]);
  state.names = ["one", "two"];
  await until("the change", async () => ids.length === 3, soon);
  leave();
  expect(feed.since(2).map(({ update }) => namesOf(update))).toEqual([["one", "two"]]);
  expect(feed.since(3)).toEqual([]);
  expect(
    feed
      .since()
      .map(({ update }) => update.panel)
      .sort(),
  ).toEqual(["alerts", "health"]);
});

test("a reader that fails keeps what it had, says why, and lets the others go on; then it is well again", async () => {
  const { state, reader } = source();
  const feed = new Feed([reader, health]);
  const updates: PanelUpdate[] = [];
  const leave = feed.watch(({ update }) => updates.push(update));
  const last = () => updates.filter(({ panel }) => panel === "alerts").at(-1);
  await until("the first read", async () => last()?.data, soon);
  const { at = 0 } = last() ?? {};
  await until("reads without a change", async () => state.reads > 5 && Date.now() > at + 20, soon);
  state.fails = "nobody answers";
  await until("the failure", async () => last()?.error, soon);
  expect(last()).toMatchObject({ error: "nobody answers" });
  // It was as it is a moment ago, though it changed long before.
  expect(last()?.at).toBeGreaterThan(at);
  expect(namesOf(last())).toEqual(["one"]);
  state.fails = "";
  await until("the recovery", async () => last()?.error === undefined, soon);
  leave();
  expect(updates.filter(({ panel }) => panel === "alerts")).toHaveLength(3);
});

const PANELS = ["heads", "health", "batches", "outputs", "withdrawals", "gas", "subnets", "alerts"] as const;

test.each(
  PANELS,
)("every change of %s is told, of a reader that changes what it has handed out, too", async (panel) => {
  const kept = { rows: [] as { number: number }[], newest: { number: 0 } };
  let changes = true;
  const reader = {
    panel,
    every: 1,
    read: async () => {
      if (changes) {
        kept.newest.number += 1;
        kept.rows.unshift({ number: kept.newest.number });
        kept.rows.splice(3);
      }
      return kept;
    },
  } as unknown as AnyReader;
  const feed = new Feed([reader]);
  const told: unknown[] = [];
  const leave = feed.watch(({ update }) => told.push(update.data));
  await until("several updates", async () => told.length >= 5, soon);
  changes = false;
  const { length } = await settled(told);
  leave();
  const as = (n: number) => ({ newest: { number: n }, rows: [n, n - 1, n - 2].filter((at) => at > 0) });
  expect(
    told.map((data) => {
      const { newest, rows } = data as typeof kept;
      return { newest, rows: rows.map(({ number }) => number) };
    }),
  ).toEqual(Array.from({ length }, (_, i) => as(i + 1)));
  expect(feed.since()[0]?.update.data).toEqual(kept);
});

/** Waits until nothing more comes. */
async function settled(list: readonly unknown[]) {
  for (let before = -1; before !== list.length; ) {
    before = list.length;
    await new Promise((done) => setTimeout(done, 30));
  }
  return list;
}
