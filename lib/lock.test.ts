import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { exclusively } from "./lock.ts";

const lockFile = () =>
  path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-lock-")), "steps", "drill.lock");
const patience = { patience: 60, every: 250 };

describe("exclusive work", () => {
  it("is done one after the other, also after a failure", async () => {
    const file = lockFile();
    const said: string[] = [];
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(30);
      inside -= 1;
      throw new Error("failed");
    };
    const context = { ...patience, onWait: () => said.push("waits") };
    const all = [1, 2, 3].map(() => exclusively(file, context, work));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    expect(most).toBe(1);
    expect(said).toEqual(["waits", "waits"]);
    expect(fs.existsSync(file)).toBe(false);
  });

  it("goes on when the process that had the lock was killed", async () => {
    const file = lockFile();
    const holder = execa({
      cwd: import.meta.dirname,
      reject: false,
    })`${process.execPath} --import tsx -e ${`
      import("./lock.ts").then(({ exclusively }) =>
        exclusively(${JSON.stringify(file)}, ${JSON.stringify(patience)}, () => {
          console.log("has it");
          return new Promise(() => setInterval(() => {}, 1000));
        }));`}`;
    await new Promise((resolve) => holder.stdout?.once("data", resolve));
    holder.kill("SIGKILL");
    await holder;
    // A lock that is held is touched every few seconds; this one was not for a minute.
    const before = Date.now() / 1000 - 60;
    fs.utimesSync(file, before, before);
    expect(await exclusively(file, patience, async () => "mine")).toBe("mine");
  });

  it("is not waited for by who is cancelled", async () => {
    const file = lockFile();
    const controller = new AbortController();
    let release = () => {};
    const first = exclusively(
      file,
      patience,
      () =>
        new Promise<void>((r) => {
          release = r;
        }),
    );
    await sleep(50);
    const second = exclusively(
      file,
      { ...patience, onWait: () => controller.abort(), signal: controller.signal },
      async () => 1,
    );
    await expect(second).rejects.toThrow();
    release();
    await first;
  });
});
