import { describe, expect, it, vi } from "vitest";
import { UNKNOWN } from "../../engine/wire.ts";
import type { ResourceKind } from "../kind.ts";
import { testContext } from "../testing/context.ts";
import { differenceOf } from "./difference.ts";

const kind = (more: Partial<ResourceKind> = {}): ResourceKind => ({
  type: "tensora:index:Thing",
  replaceOnChanges: ["key"],
  create: async () => ({ id: "1", outputs: {} }),
  read: async () => undefined,
  update: async () => ({}),
  delete: async () => undefined,
  ...more,
});
const ask = (of: ResourceKind, olds: Record<string, unknown>, news: Record<string, unknown>) =>
  differenceOf({ kind: of, ctx: testContext() }, { id: "1", olds, outputs: {}, news });

describe("the difference of a resource", () => {
  it("is what its kind says, with the kind's reason", async () => {
    const said = { changed: ["alive"], reason: "is not running" };
    expect(await ask(kind({ diff: async () => said }), { a: 1 }, { a: 1 })).toEqual(said);
  });

  it("is that of the inputs where the kind says nothing, and needs no reason", async () => {
    expect(await ask(kind(), { a: 1, key: 1 }, { a: 2, key: 1 })).toEqual({ changed: ["a"], replaces: [] });
    expect(await ask(kind(), { key: 1 }, { key: 2 })).toEqual({ changed: ["key"], replaces: ["key"] });
  });

  it("is refused where what holds something would be replaced, with what it was and what it is to be", async () => {
    const holding = kind({ holds: "a chain", replaceOnChanges: ["key", "spec"] });
    const refused = ask(
      holding,
      { a: 1, key: "x", spec: { size: 1, same: 2 } },
      { key: "y", spec: { same: 2 } },
    );
    await expect(refused).rejects.toThrow(
      "test holds a chain and is not replaced: key was x, is y, spec.size was 1, is not set",
    );
    expect(await ask(holding, { a: 1 }, { a: 2 })).toEqual({ changed: ["a"], replaces: [] });
    const observed = kind({ holds: "a chain", diff: async () => ({ changed: ["b"], replaces: ["b"] }) });
    await expect(ask(observed, { a: 1 }, { a: 1 })).rejects.toThrow("holds a chain and is not replaced: b");
    const later = await ask(holding, { key: 1 }, { key: UNKNOWN });
    expect(later.reason).toBe("depends on a value that is not known yet");
  });

  it("says so where it depends on a value that is not known yet, and does not ask", async () => {
    const diff = vi.fn();
    const difference = await ask(kind({ diff }), { a: 1, key: 1 }, { a: UNKNOWN, key: 1 });
    expect(difference).toEqual({
      changed: ["a"],
      replaces: [],
      reason: "depends on a value that is not known yet",
    });
    expect(diff).not.toHaveBeenCalled();
  });
});
