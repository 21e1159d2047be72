import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import { describe, expect, it } from "vitest";
import { decodeGoal, seconds } from "./decode.ts";

describe("decoding a registration", () => {
  it("reads durations", () => {
    expect(["1h30m", "90s", "250ms", ""].map(seconds)).toEqual([5400, 90, 0.25, 0]);
  });

  it("refuses what the engine does not support, and says so", () => {
    const request = new resourcePb.RegisterResourceRequest();
    request.setType("a:b:C");
    request.setName("c");
    request.setImportid("1");
    expect(() => decodeGoal(request, undefined)).toThrow("does not support the option import");
    request.setImportid("");
    request.setRemote(true);
    expect(() => decodeGoal(request, undefined)).toThrow("does not support remote components");
    request.setRemote(false);
    expect(decodeGoal(request, "stack").parent).toBe("stack");
  });
});
