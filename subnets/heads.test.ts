import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Heads } from "./heads.ts";

const now = () => BigInt(Math.floor(Date.now() / 1000));

test("everybody who waits is given the first head after theirs, by one question", async () => {
  const stop = new AbortController();
  let [number, asked] = [7n, 0];
  const getBlock = async () => {
    asked++;
    return { number, timestamp: now() } as never;
  };
  const heads = new Heads({ getBlock }, stop.signal);
  const watching = heads.watch();
  const first = await Promise.all([heads.after(-1n), heads.after(6n)]);
  expect(first.map((head) => head?.number)).toEqual([7n, 7n]);
  const later = [heads.after(7n), heads.after(8n)];
  const before = asked;
  number = 9n;
  expect((await Promise.all(later)).map((head) => head?.number)).toEqual([9n, 9n]);
  expect(asked - before).toBeLessThan(5);
  stop.abort();
  await watching;
});

test("a chain that does not answer, or stands, keeps everybody waiting until the end", async () => {
  const stop = new AbortController();
  const heads = new Heads({ getBlock: () => Promise.reject(new Error("nobody there")) }, stop.signal);
  const watching = heads.watch();
  const waits = heads.after(-1n);
  expect(await Promise.race([waits, sleep(300).then(() => "waits")])).toBe("waits");
  stop.abort();
  expect(await waits).toBeUndefined();
  await watching;
});

test("while the chain is behind the clock it is looked at more often", async () => {
  const stop = new AbortController();
  let asked = 0;
  const getBlock = async () => {
    asked++;
    return { number: 1n, timestamp: now() - 60n } as never;
  };
  const heads = new Heads({ getBlock }, stop.signal);
  const watching = heads.watch();
  await sleep(400);
  expect(asked).toBeGreaterThan(8);
  stop.abort();
  await watching;
});
