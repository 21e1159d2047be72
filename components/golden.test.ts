import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadStack } from "../config/index.ts";
import type { DevnetSpec, ServiceName } from "../config/spec.ts";
import { projectRoot } from "../lib/root.ts";
import { containerPlacement } from "../runtimes/docker/placement.ts";
import { podPlacement } from "../runtimes/kubernetes/placement.ts";
import { processPlacement } from "../runtimes/process/placement.ts";
import type { Placement, ServiceSpec } from "../runtimes/service.ts";
import { batcherServiceSpec } from "./batcher.ts";
import { bundlerServiceSpec } from "./bundler.ts";
import { exporterServiceSpec } from "./exporter.ts";
import { l1ServiceSpec } from "./l1.ts";
import { minersServiceSpec } from "./miners.ts";
import { priceFeederServiceSpec } from "./price-feeder.ts";
import { proposerServiceSpec } from "./proposer.ts";
import { replicaServiceSpecs } from "./replica.ts";
import { sequencerServiceSpecs } from "./sequencer.ts";
import { validatorsServiceSpec } from "./validators.ts";

/**
 * What every service of a newcomer's stack is started with, on each runtime: a change of a flag is seen in review.
 * `vitest -u` writes these files anew.
 */
const golden = (name: string) => path.join(import.meta.dirname, "golden", `${name}.txt`);

type Place = (service: ServiceName) => Placement;
const PLACES: Record<string, (spec: DevnetSpec) => Place> = {
  process: (spec) => (service) => processPlacement(spec, service),
  docker: (spec) => () => containerPlacement(spec),
  kubernetes: (spec) => () => podPlacement(spec),
};

/** Stands in for contracts, which are known when they are deployed. */
const CONTRACTS = new Proxy({} as Record<string, `0x${string}`>, { get: (_, name) => `<${String(name)}>` });
const KEY = `0x${"1".repeat(64)}` as const;

function servicesOf(spec: DevnetSpec, place: Place): ServiceSpec[] {
  const pair = (role: "sequencer" | "replica") => ({
    geth: place(`${role}-geth`),
    node: place(`${role}-node`),
  });
  const [sequencer, replica] = [
    sequencerServiceSpecs(spec, pair("sequencer")),
    replicaServiceSpecs(spec, pair("replica")),
  ];
  const watched = { settlement: CONTRACTS as never, l1: CONTRACTS, l2: CONTRACTS };
  return [
    l1ServiceSpec(spec, place("l1")),
    ...[sequencer.geth, sequencer.node, replica.geth, replica.node],
    batcherServiceSpec(spec, place("batcher"), KEY),
    proposerServiceSpec(spec, place("proposer"), "0x", KEY),
    bundlerServiceSpec(spec, place("bundler"), CONTRACTS, { executors: [KEY, KEY], utility: KEY }),
    priceFeederServiceSpec(spec, place("price-feeder"), CONTRACTS, { feeder: KEY, operator: KEY }),
    exporterServiceSpec(spec, place("exporter"), watched),
    minersServiceSpec(spec, place("miners"), CONTRACTS, KEY),
    validatorsServiceSpec(spec, place("validators"), CONTRACTS, KEY),
  ];
}

const text = (services: readonly ServiceSpec[]) =>
  services
    .map(({ name, program, args, init }) => {
      const before = init ? [`  first: ${init.args.join(" ")}`] : [];
      return [`${name}: ${program}`, ...before, ...args.map((arg) => `  ${arg}`), ""].join("\n");
    })
    .join("\n")
    .replaceAll(projectRoot(), "<project>");

describe.each(Object.entries(PLACES))("on %s", (name, placeFor) => {
  test("services are started with what they were", async () => {
    const { spec } = await loadStack({ root: projectRoot(), stack: "local" });
    await expect(text(servicesOf(spec, placeFor(spec)))).toMatchFileSnapshot(golden(name));
  });

  test("no key is among the arguments", async () => {
    const { spec } = await loadStack({ root: projectRoot(), stack: "local" });
    expect(text(servicesOf(spec, placeFor(spec)))).not.toContain("1".repeat(64));
  });
});
