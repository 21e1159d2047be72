import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentKey, keepNewest, makeOnce } from "./cache.ts";
import { type ProgressEvent, Ticker } from "./progress.ts";

let dir: string;
let target: string;
let events: ProgressEvent[];
const ticker = () => new Ticker("thing", (event) => events.push(event));
const states = () => events.map((event) => event.state);

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-cache-"));
  target = path.join(dir, "deep", "thing");
  events = [];
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

test("of two that want it one makes it and the other waits for it", async () => {
  let made = 0;
  const make = async (temporary: string) => {
    made++;
    await sleep(100);
    fs.writeFileSync(temporary, "content");
  };
  await Promise.all([makeOnce(target, ticker(), make), makeOnce(target, ticker(), make)]);
  expect(made).toBe(1);
  expect(states()).toEqual(expect.arrayContaining(["building", "built", "waiting", "cached"]));
  expect(fs.readFileSync(target, "utf8")).toBe("content");
  expect(fs.readdirSync(path.dirname(target))).toEqual(["thing"]);
});

test("what failed half-way is not there, and is made anew", async () => {
  const half = makeOnce(target, ticker(), async (temporary) => {
    fs.writeFileSync(temporary, "half");
    throw new Error("interrupted");
  });
  await expect(half).rejects.toThrow("interrupted");
  expect(fs.existsSync(target)).toBe(false);

  await makeOnce(target, ticker(), async (temporary) => fs.writeFileSync(temporary, "whole", { flag: "wx" }));
  expect(fs.readFileSync(target, "utf8")).toBe("whole");
});

test("the lock of a builder that died is taken over", async () => {
  fs.mkdirSync(`${target}.lock`, { recursive: true });
  const longAgo = new Date(Date.now() - 60_000);
  fs.utimesSync(`${target}.lock`, longAgo, longAgo);
  await makeOnce(target, ticker(), async (temporary) => fs.writeFileSync(temporary, ""));
  expect(states()).toEqual(["building", "built"]);
});

test("lists of parts that differ in their borders only have different keys", () => {
  expect(contentKey(["ab", "c"])).not.toBe(contentKey(["a", "bc"]));
  expect(contentKey(["ab", "c"])).toBe(contentKey(["ab", "c"]));
});

test("of a program's files those last used stay", () => {
  for (const [index, name] of ["a-1", "a-2", "b-1", "a-3"].entries()) {
    const file = path.join(dir, name);
    fs.writeFileSync(file, "");
    fs.utimesSync(file, index, index);
  }
  keepNewest(dir, (name) => name.startsWith("a-"), 2);
  expect(fs.readdirSync(dir).sort()).toEqual(["a-2", "a-3", "b-1"]);
});
