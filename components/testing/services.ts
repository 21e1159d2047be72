import type { DevnetSpec, ServiceName } from "../../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../../spec/service.ts";
import { batcherServiceSpec } from "../batcher.ts";
import { bundlerServiceSpec } from "../bundler.ts";
import { exporterServiceSpec } from "../exporter.ts";
import { l1ServiceSpec } from "../l1.ts";
import { minersServiceSpec } from "../miners.ts";
import { alertmanagerServiceSpec, prometheusServiceSpec } from "../monitoring.ts";
import { priceFeederServiceSpec } from "../price-feeder.ts";
import { proposerServiceSpec } from "../proposer.ts";
import { replicaServiceSpecs } from "../replica.ts";
import { sequencerServiceSpecs } from "../sequencer.ts";
import { validatorsServiceSpec } from "../validators.ts";

/** Where each service is. */
export type Place = (service: ServiceName) => Placement;

/** Stands in for contracts, which are known when they are deployed. */
const CONTRACTS = new Proxy({} as Record<string, `0x${string}`>, { get: (_, name) => `<${String(name)}>` });
const KEY = `0x${"1".repeat(64)}` as const;

/** Every service of a stack with the protocol and subnets. */
export function servicesOf(spec: DevnetSpec, place: Place): ServiceSpec[] {
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
    alertmanagerServiceSpec(spec, place("alertmanager")),
    prometheusServiceSpec(spec, place("prometheus")),
  ];
}
