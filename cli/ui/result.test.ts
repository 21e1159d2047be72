import { describe, expect, it } from "vitest";
import { secret } from "../../engine/wire.ts";
import { exitCodeOf, resultDocument, resultLines } from "./result.ts";

const result = {
  ok: true,
  cancelled: false,
  counts: { create: 2 },
  outputs: {},
  errors: [],
  durationMs: 1500,
};
const errors = [{ message: "no room\n  next: make some", name: "geth", urn: "u", type: "t" }];

describe("the end of a run", () => {
  it("is 0 only when all went well, and 130 when the user stopped it", () => {
    expect(exitCodeOf(result)).toBe(0);
    expect(exitCodeOf({ ok: false, cancelled: false, errors })).toBe(1);
    expect(exitCodeOf({ ok: false, cancelled: true, errors: [] })).toBe(130);
    expect(exitCodeOf({ ok: false, cancelled: true, errors })).toBe(1);
  });

  it("says every failure whole, and what was done", () => {
    expect(resultLines("up", result)).toEqual(["up: 2 created (1.5 s)"]);
    expect(resultLines("up", { ...result, ok: false, errors })).toEqual([
      "error geth: no room\n  next: make some",
      "up: 2 created (1.5 s), failed",
      "  next: run it again; it continues where it stopped",
    ]);
  });

  it("has no secret in its document", () => {
    const document = resultDocument({ ...result, outputs: { key: secret("0x1234") } });
    expect(JSON.stringify(document)).not.toContain("0x1234");
    expect(document.outputs).toEqual({ key: "[secret]" });
  });
});
