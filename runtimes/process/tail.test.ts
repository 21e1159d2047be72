import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeLogs, rotate } from "./supervisor/rotate.ts";
import { follow, lastLines } from "./tail.ts";

let log: string;
beforeEach(() => {
  log = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-log-")), "one.log");
});
afterEach(() => fs.rmSync(path.dirname(log), { recursive: true, force: true }));

it("gives the last lines, and none of a log that is not there", async () => {
  expect(await lastLines(log, 3)).toEqual([]);
  fs.writeFileSync(log, "a\nb\nc\nd\n");
  expect(await lastLines(log, 3)).toEqual(["b", "c", "d"]);
});

it("keeps three rotated logs, and the service's handle stays good", async () => {
  const handle = fs.openSync(log, "a");
  for (const text of ["first", "second", "third", "fourth", "fifth"]) {
    fs.writeSync(handle, text);
    expect(await rotate(log, 5)).toBe(true);
  }
  fs.writeSync(handle, "now");
  fs.closeSync(handle);
  expect(await rotate(log, 5)).toBe(false);
  const texts = ["", ".1", ".2", ".3"].map((age) => fs.readFileSync(log + age, "utf8"));
  expect(texts).toEqual(["now", "fifth", "fourth", "third"]);
  await removeLogs(log);
  expect(fs.readdirSync(path.dirname(log))).toEqual([]);
});

it("follows a log across a rotation and misses nothing", async () => {
  const handle = fs.openSync(log, "a");
  fs.writeSync(handle, "before\n");
  const ended = new AbortController();
  const lines = follow(log, ended.signal);
  const next = async () => (await lines.next()).value;
  const first = next();
  setTimeout(() => fs.writeSync(handle, "one\n"), 50);
  expect(await first).toBe("one\n");
  fs.writeSync(handle, "two\n");
  await rotate(log, 1);
  fs.writeSync(handle, "3\n");
  fs.closeSync(handle);
  expect(await next()).toBe("two\n");
  expect(await next()).toBe("3\n");
  ended.abort();
  expect((await lines.next()).done).toBe(true);
});
