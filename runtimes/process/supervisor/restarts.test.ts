import { describe, expect, it } from "vitest";
import { type Ended, pauseAfter } from "./restarts.ts";

const ends = (times: number[], ranFor = 0): Ended[] => times.map((at) => ({ at, ranFor }));

describe("pauses between restarts", () => {
  it("doubles from 0.2 s while a service keeps ending soon", () => {
    const times = [0, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000, 140_000];
    const pauses = times.map((_, index) => pauseAfter(ends(times.slice(0, index + 1))));
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it("begins anew after a run of a minute", () => {
    expect(pauseAfter([...ends([0, 20_000, 40_000]), { at: 120_000, ranFor: 79_000 }])).toBe(200);
    const twice = [...ends([0, 20_000]), { at: 120_000, ranFor: 79_000 }, { at: 140_000, ranFor: 1000 }];
    expect(pauseAfter(twice)).toBe(400);
  });

  it("gives up at the fifth end within a minute", () => {
    expect(pauseAfter(ends([0, 10_000, 20_000, 30_000]))).toBe(1600);
    expect(pauseAfter(ends([0, 10_000, 20_000, 30_000, 59_999]))).toBeUndefined();
    expect(pauseAfter(ends([0, 10_000, 20_000, 30_000, 60_000]))).toBe(3200);
  });
});
