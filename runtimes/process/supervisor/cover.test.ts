import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cover, coveredIn } from "./cover.ts";

const KEY = "0123456789abcdef";
let log: string;
beforeEach(() => {
  log = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-log-")), "one.log");
});
afterEach(() => fs.rmSync(path.dirname(log), { recursive: true, force: true }));
const text = () => fs.readFileSync(log, "utf8");

it("writes stars over what a service logs while it goes on, also over a secret that comes in two halves", async () => {
  const handle = fs.openSync(log, "a");
  let at = await cover(log, [KEY]);
  for (const [piece, shown] of [
    [`a ${KEY} b`, `a ${"*".repeat(16)} b`],
    [KEY.slice(0, 9), KEY.slice(0, 9)],
    [`${KEY.slice(9)}\n${KEY}${KEY}`, `${"*".repeat(16)}\n${"*".repeat(32)}`],
  ] as const) {
    const before = text();
    fs.writeSync(handle, piece);
    at = await cover(log, [KEY], at);
    expect(text().endsWith(shown)).toBe(true);
    expect(text()).toHaveLength(before.length + piece.length);
  }
  fs.closeSync(handle);
  expect(text()).not.toContain(KEY);
});

it("begins anew where the log does, and finds what lies across the parts that it reads", async () => {
  const MIB = 1024 * 1024;
  fs.writeFileSync(log, `${"x".repeat(MIB - 5)}${KEY}${"y".repeat(MIB)}${KEY}`);
  const at = await cover(log, [KEY]);
  expect(text()).not.toContain("abcdef");
  fs.truncateSync(log, 0);
  fs.appendFileSync(log, KEY);
  await cover(log, [KEY], at);
  expect(text()).toBe("*".repeat(16));
});

it("covers parts of URLs only, and is not there for other services", () => {
  const of = (secretEnv: Record<string, string>) =>
    coveredIn({ secretEnv } as Parameters<typeof coveredIn>[0]);
  expect(of({ KEY: `0x${"1".repeat(64)}`, L1: "http://127.0.0.1:8545" })).toEqual([]);
  expect(of({ L1: `https://l1.example/v3/${KEY}` })).toEqual([`/v3/${KEY}`, KEY]);
});
