import type { DevnetSpec } from "../../spec/devnet.ts";
import { NODES, SERVICES, type ServiceName } from "../../spec/services.ts";
import type { Placement, ServiceSpec } from "../../spec/service.ts";
import { batcherServiceSpec } from "../batcher.ts";
import { bundlerServiceSpec } from "../bundler.ts";
import { exporterServiceSpec } from "../exporter.ts";
import { l1ServiceSpec } from "../l1.ts";
import { minersServiceSpec } from "../miners.ts";
import { alertmanagerServiceSpec, prometheusServiceSpec } from "../monitoring.ts";
import { placesOf } from "../node-pair.ts";
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
  const at = (service: keyof typeof SERVICES) => place(SERVICES[service].name);
  const sequencer = sequencerServiceSpecs(spec, placesOf({ placement: place }, NODES.sequencer));
  const replica = replicaServiceSpecs(spec, placesOf({ placement: place }, NODES.replica));
  const watched = { settlement: CONTRACTS as never, l1: CONTRACTS, l2: CONTRACTS };
  return [
    l1ServiceSpec(spec, at("l1")),
    ...[sequencer.geth, sequencer.node, replica.geth, replica.node],
    batcherServiceSpec(spec, at("batcher"), KEY),
    proposerServiceSpec(spec, at("proposer"), "0x", KEY),
    bundlerServiceSpec(spec, at("bundler"), CONTRACTS, { executors: [KEY, KEY], utility: KEY }),
    priceFeederServiceSpec(spec, at("priceFeeder"), CONTRACTS, { feeder: KEY, operator: KEY }),
    exporterServiceSpec(spec, at("exporter"), watched),
    minersServiceSpec(spec, at("miners"), CONTRACTS, KEY),
    validatorsServiceSpec(spec, at("validators"), CONTRACTS, KEY),
    alertmanagerServiceSpec(spec, at("alertmanager")),
    prometheusServiceSpec(spec, at("prometheus")),
  ];
}
