import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { BatchedWriter } from "./writer.ts";

describe("BatchedWriter", () => {
  it("shares one waiting write among all who ask while one is under way", async () => {
    let value = 0;
    const written: number[] = [];
    const writer = new BatchedWriter(async () => {
      const seen = value;
      await sleep(20);
      written.push(seen);
    });
    const first = writer.save();
    const others = [1, 2, 3].map((next) => {
      value = next;
      return writer.save();
    });
    await Promise.all([first, ...others]);
    expect(written).toEqual([0, 3]);
    value = 4;
    await writer.save();
    expect(written).toEqual([0, 3, 4]);
  });

  it("tells everyone who waited for a write that it failed, and writes again", async () => {
    let fail = true;
    const writer = new BatchedWriter(async () => {
      await sleep(5);
      if (fail) throw new Error("full");
    });
    const results = await Promise.allSettled([writer.save(), writer.save(), writer.save()]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    fail = false;
    await expect(writer.save()).resolves.toBeUndefined();
    expect(writer.writes).toBe(1);
  });
});
