import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { DevnetSpec } from "../spec/devnet.ts";
import { SERVICES } from "../spec/services.ts";
import { renderAlertmanager } from "../monitoring/alertmanager.ts";
import { containerPlacement } from "../runtimes/docker/placement.ts";
import type { PendingService } from "../runtimes/common/runtime.ts";
import { alertmanagerServiceSpec, prometheusServiceSpec, targetsOf } from "./monitoring.ts";
import { ruleSettings } from "./monitoring-rules.ts";
import { devnetOf, flagOf } from "./testing/devnet.ts";
import { servicesOf } from "./testing/services.ts";

const jobs = (spec: DevnetSpec, services: readonly PendingService[]) =>
  targetsOf(services, containerPlacement(spec)).map(({ job }) => job);

describe("what Prometheus scrapes", () => {
  test("is every service with metrics; the sequencer's programs by way of the exporter", async () => {
    const { spec } = await devnetOf({});
    const services = servicesOf(spec, () => containerPlacement(spec));
    const others = services.map(({ name }) => name).filter((name) => !/^sequencer-/.test(name));
    expect(jobs(spec, services)).toEqual(others);
    const exporter = targetsOf(services, containerPlacement(spec)).find(
      ({ job }) => job === SERVICES.exporter.name,
    );
    expect(exporter).toEqual({ job: "exporter", address: "exporter:9090", path: "/metrics" });
  });
});

test("both keep what they know on a volume, read their files only, and keep as long as the stack file says", async () => {
  const { spec } = await devnetOf({ monitoring: { retention: { days: 3, megabytes: 700 } } });
  const place = containerPlacement(spec);
  const prometheus = prometheusServiceSpec(spec, place);
  expect(prometheus).toMatchObject({ durable: true, files: ["prometheus.yml", "rules.yml"] });
  expect(flagOf(prometheus.args, "--storage.tsdb.retention.time")).toBe("3d");
  expect(flagOf(prometheus.args, "--storage.tsdb.retention.size")).toBe("700MB");
  expect(alertmanagerServiceSpec(spec, place)).toMatchObject({ durable: true, files: ["alertmanager.yml"] });
});

test("alerts follow from the stack file", async () => {
  const { spec } = await devnetOf({
    settlement: { submissionInterval: 100 },
    protocol: { paymaster: { minDeposit: 2.5 } },
    monitoring: { lowest: { batcher: 7 } },
  });
  expect(ruleSettings(spec)).toMatchObject({
    outputEvery: 100 * spec.l2.blockTime,
    lowest: { batcher: 7, proposer: 0.5, paymaster: 2.5, disk: 0.1 },
  });
});

test("every web hook is told of every alert, and that it is over", () => {
  const config = parse(renderAlertmanager({ webhooks: ["http://a", "http://b"], gather: 5, repeat: 60 })) as {
    receivers: { webhook_configs: object[] }[];
  };
  expect(config.receivers[0]?.webhook_configs).toEqual([
    { url: "http://a", send_resolved: true },
    { url: "http://b", send_resolved: true },
  ]);
});
