import { describe, expect, it } from "vitest";
import { Failure, toStatus } from "./status.ts";

describe("a failure on its way to the engine", () => {
  it("keeps the beginning and the end of a long text", () => {
    const details = toStatus(new Failure(`began ${"\u{1f525}".repeat(9000)} ended`)).details ?? "";
    expect(details.length).toBeLessThan(9000);
    expect(details).toMatch(/^began /);
    expect(details).toMatch(/ ended$/);
    expect(() => encodeURIComponent(details)).not.toThrow();
  });

  it("tells what was made although it is not well", () => {
    const status = toStatus(new Failure("not healthy", undefined, { id: "l1", outputs: { log: "/log" } }));
    expect(status.metadata?.get("grpc-status-details-bin")).toHaveLength(1);
    expect(toStatus(new Failure("not made")).metadata).toBeUndefined();
  });
});
