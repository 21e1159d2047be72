import { expect, test } from "vitest";
import { createOptions, nanoseconds } from "./container-args.ts";
import { changesOf } from "./container-changes.ts";

const CONTAINER = {
  name: "tensora-dev-batcher",
  image: "tensora/op-batcher:1",
  command: ["--a=1"],
  labels: [{ label: "tensora.service", value: "batcher" }],
};

test("what the package says is what the daemon is told", () => {
  const options = createOptions({
    ...CONTAINER,
    ports: [{ internal: 9548, external: 1234, ip: "127.0.0.1" }],
    volumes: [
      { containerPath: "/tensora/jwt", hostPath: "/home/me/jwt", readOnly: true },
      { containerPath: "/data", volumeName: "tensora-dev-l1" },
    ],
    networksAdvanced: [{ name: "tensora-dev", aliases: ["batcher"] }],
    healthcheck: { tests: ["CMD", "/attendant"], interval: "15s" },
    memory: 64,
    cpus: "0.5",
  });
  expect(options).toMatchObject({
    Cmd: ["--a=1"],
    Healthcheck: { Test: ["CMD", "/attendant"], Interval: 15e9 },
    HostConfig: {
      PortBindings: { "9548/tcp": [{ HostIp: "127.0.0.1", HostPort: "1234" }] },
      Memory: 64 * 1024 * 1024,
      NanoCpus: 5e8,
      Mounts: [
        { Type: "bind", Source: "/home/me/jwt", Target: "/tensora/jwt", ReadOnly: true },
        { Type: "volume", Source: "tensora-dev-l1", Target: "/data", ReadOnly: false },
      ],
    },
    NetworkingConfig: { EndpointsConfig: { "tensora-dev": { Aliases: ["batcher"] } } },
  });
  expect(options).not.toHaveProperty("Env");
});

test("durations are Go's", () => {
  expect(nanoseconds("250ms")).toBe(250e6);
  expect(nanoseconds("1.5m")).toBe(90e9);
  expect(() => nanoseconds("soon")).toThrow("soon is not a valid duration");
});

test("a plan says what restarts, and why", () => {
  const trigger = { label: "tensora.trigger.genesis", value: "0x1" };
  const news = { ...CONTAINER, command: ["--a=2"], labels: [...CONTAINER.labels, trigger] };
  expect(changesOf(CONTAINER, news)).toBe("restarts batcher: flags changed, genesis changed");
});
