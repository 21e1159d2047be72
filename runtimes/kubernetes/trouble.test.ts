import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { troubleOf } from "./trouble.ts";

const status = (over: Partial<V1ContainerStatus>): V1Pod => ({
  status: {
    containerStatuses: [
      { name: "op-geth", image: "r/x:1", imageID: "", ready: false, restartCount: 0, ...over },
    ],
  },
});

test("a pod on its way has no trouble", () => {
  expect(troubleOf(status({ state: { waiting: { reason: "ContainerCreating" } } }))).toBeUndefined();
  expect(troubleOf(status({ state: { running: {} } }))).toBeUndefined();
});

test("an image that can't be pulled is named, and where it should come from", () => {
  const waiting = { reason: "ImagePullBackOff", message: "not found" };
  expect(troubleOf(status({ state: { waiting } }))).toMatchObject({
    words: "has no image: r/x:1 cannot be pulled (not found)",
    next: expect.stringContaining("runtime.imageRegistry"),
    hopeless: true,
  });
});

test("a container that took too much memory is told from one that ends by itself", () => {
  const killed = { terminated: { exitCode: 137, reason: "OOMKilled" } };
  expect(troubleOf(status({ lastState: killed }))?.next).toBe("raise its resources.memoryMb");
  const waiting = { reason: "CrashLoopBackOff" };
  const ended = { state: { waiting }, lastState: { terminated: { exitCode: 1 } } };
  expect(troubleOf(status({ ...ended, restartCount: 1 }))).toBeUndefined();
  expect(troubleOf(status({ ...ended, restartCount: 3 }))).toMatchObject({
    words: "keeps exiting, last with exit code 1",
    hopeless: true,
  });
});

test("a claim that no volume is found for leads to the storage class", () => {
  const message = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";
  const conditions = [{ type: "PodScheduled", status: "False", message }];
  expect(troubleOf({ status: { conditions } })?.next).toContain("runtime.storageClass");
});
