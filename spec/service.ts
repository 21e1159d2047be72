import type { ServiceName } from "./devnet.ts";

/** What a component says about a program it runs. No runtime's words appear in it. */
export interface ServiceSpec {
  /** Unique within the stack, such as `sequencer-geth`; a DNS label. */
  name: ServiceName;
  role: Role;
  /** The program's name in the toolchain, such as `op-geth`. */
  program: ProgramName;
  /** Arguments after the program's name; paths and URLs come from the runtime's {@link Placement}. */
  args: string[];
  env?: Record<string, string>;
  /** Environment that holds secrets: kept in files of mode 0600 and in Pulumi secrets, never in arguments. */
  secretEnv?: Record<string, string>;
  /** Named ports; every one listens on the placement's address. */
  ports: Record<string, number>;
  /** Shared artefacts that it reads: those that its {@link Placement} names. */
  files: string[];
  /** Keeps something in its durable folder, which is a volume made before. */
  durable?: true;
  /** Limits, where the runtime has them. */
  resources: { readonly memoryMb?: number; readonly cpus?: number };
  /** Runs once, before the first start, in the same place with the same volumes. */
  init?: { args: string[] };
  health: Health;
  /** What shows that its chain goes on, where it has one. */
  head?: Head;
  /** The port of its engine API, and the only service that may use it. */
  engine?: { port: string; from: ServiceName };
  stop: StopRule;
  /** The name of a port that serves a page for people. */
  page?: string;
  /** Prometheus metrics: a port's name and the path. */
  metrics?: { port: string; path: string };
}

/** Readiness as the protocol says it. */
export type Health =
  /** Ready when the method answers without an error. */
  | { kind: "rpc"; port: string; method: string; deadline: number }
  /** Ready when GET answers with a status below 400. */
  | { kind: "http"; port: string; path: string; deadline: number };

/** A number that grows as long as a chain goes on. */
export interface Head {
  /** Asked at the port that the health is asked at. */
  method: string;
  /** Where it is in the answer, such as `unsafe_l2.number`; the answer itself otherwise. */
  field?: string;
  /** Seconds within which it grows, or the chain stands still. */
  within: number;
}

export interface StopRule {
  /** Services of a lower order stop first: batcher and proposer 1, op-node 2, op-geth 3, L1 4. */
  order: number;
  /** Seconds between the polite signal and the kill. */
  grace: number;
  signal: "SIGINT" | "SIGTERM";
}

export type Role =
  | "l1"
  | "sequencer"
  | "replica"
  | "batcher"
  | "proposer"
  | "bundler"
  | "price-feeder"
  | "exporter"
  | "miner"
  | "validator"
  | "prometheus"
  | "alertmanager"
  | "console"
  | "port-forward";

/** The programs that the toolchain can make: Go programs, an npm package's, and this project's own services. */
export type ProgramName =
  | "op-geth"
  | "op-node"
  | "op-batcher"
  | "op-proposer"
  | "alto"
  | "price-feeder"
  | "exporter"
  | "miner"
  | "validator"
  | "prometheus"
  | "alertmanager"
  | "console"
  | "port-forward";

/** Official images by program, with their digests, such as `…/op-node:v1.18.1@sha256:…`. The others are made here. */
export type OfficialImages = Readonly<Partial<Record<ProgramName, string>>>;

/** The program of each service. */
export const PROGRAMS: Readonly<Record<ServiceName, ProgramName>> = {
  l1: "op-geth",
  "sequencer-geth": "op-geth",
  "sequencer-node": "op-node",
  "replica-geth": "op-geth",
  "replica-node": "op-node",
  batcher: "op-batcher",
  proposer: "op-proposer",
  bundler: "alto",
  "price-feeder": "price-feeder",
  exporter: "exporter",
  miners: "miner",
  validators: "validator",
  prometheus: "prometheus",
  alertmanager: "alertmanager",
  console: "console",
  "port-forward": "port-forward",
};

/** The service that carries connections of this machine on to where the others run. */
export const FORWARDER = "port-forward" satisfies ServiceName;

/** Services that run on this machine, whatever runs the others: they speak to what runs them, which no container may. */
const ON_HOST: readonly ServiceName[] = ["console", FORWARDER];
export const isOnHost = (service: ServiceName): boolean => ON_HOST.includes(service);

/** Shared artefacts that hold secrets. */
export const SECRET_FILES: readonly string[] = ["jwt", "alertmanager.yml"];

/** Where a runtime puts a service: how its arguments name files, folders and neighbours. */
export interface Placement {
  /** The address its ports listen on. */
  listen: string;
  /** The path of a shared artefact (genesis, rollup file, JWT) as the service sees it. */
  file(name: string): string;
  /** The path of the service's own durable folder as the service sees it. */
  data(): string;
  /** The URL of another service's port as this service sees it. */
  url(service: string, port: string, scheme?: "http" | "ws"): string;
}
