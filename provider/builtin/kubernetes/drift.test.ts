import { expect, test } from "vitest";
import { driftOf } from "./drift.ts";

const service = (port: number, resourceVersion = "1") => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "l1", resourceVersion },
  spec: { ports: [{ port }] },
  status: { loadBalancer: {} },
});

test("what somebody has changed is named by its path", () => {
  expect(driftOf(service(1), service(1, "2"))).toBeUndefined();
  expect(driftOf(service(1), service(2))).toBe("was changed outside this stack: spec.ports");
});
