/** What a service is before any stack file: its names, its ports, and what every runtime does with it. */
interface Entry {
  /** Unique within a stack; a DNS label. */
  readonly name: string;
  readonly role: string;
  /** The program's name in the toolchain. */
  readonly program: string;
  /** Where it listens unless the stack file says otherwise. */
  readonly ports: Readonly<Record<string, number>>;
  /** Shared artefacts that it reads. */
  readonly files: readonly string[];
  /** Those of them that hold a secret. */
  readonly secretFiles: readonly string[];
  /** Keeps something in its durable folder, which is a volume made before. */
  readonly durable?: true;
  /** Runs on this machine, whatever runs the others: it speaks to what runs them, which no container may. */
  readonly onHost?: true;
  /** Carries connections of this machine on to a cluster that runs the others; the cluster's runtime starts it. */
  readonly forwards?: true;
  /** The chain whose blocks it has. */
  readonly chain?: "l1" | "l2";
  /** Takes no arguments: what a user is told who gives some. */
  readonly noFlags?: string;
  /** The port of its engine API, and the only service that may call it. */
  readonly engine?: { readonly port: string; readonly from: string };
  readonly stop: StopRule;
  /** The port of a page for people. */
  readonly page?: string;
  /** Prometheus metrics. */
  readonly metrics?: Metrics;
  /** The part of the stack that the console shows it in. */
  readonly part: (typeof PARTS)[number];
  /** What it talks to, in a few words. */
  readonly link?: string;
}

export interface StopRule {
  /** Services of a lower order stop first: nothing may lose the neighbour it flushes to. */
  readonly order: number;
  /** Seconds between the polite signal and the kill. */
  readonly grace: number;
  readonly signal: "SIGINT" | "SIGTERM";
}

/** A port's name, and the path of the metrics there. */
export interface Metrics {
  readonly port: string;
  readonly path: string;
}

/** The parts of a stack from L1 up. */
export const PARTS = ["L1", "Settlement", "L2", "Gas in TORA", "Subnets", "Watching"] as const;

/** What reads no file and ends quickly, before all chains. */
const PLAIN = {
  files: [],
  secretFiles: [],
  stop: { order: 1, grace: 15, signal: "SIGTERM" },
} as const;
const METRICS = { port: "metrics", path: "/metrics" } as const;

/** An op-geth, which needs its time to write what it has. */
const GETH = {
  program: "op-geth",
  durable: true,
  metrics: { port: "metrics", path: "/debug/metrics/prometheus" },
} as const;

/** The execution client of an L2 node. */
const EXECUTION = {
  ...GETH,
  chain: "l2",
  files: ["jwt", "l2-genesis.json", "geth.toml"],
  secretFiles: ["jwt"],
  stop: { order: 3, grace: 30, signal: "SIGINT" },
  part: "L2",
  link: "reads L1",
} as const;

/** The rollup node of an L2 node. */
const ROLLUP = {
  program: "op-node",
  chain: "l2",
  files: ["jwt", "rollup.json", "l1-chain-config.json"],
  secretFiles: ["jwt"],
  stop: { order: 2, grace: 15, signal: "SIGTERM" },
  metrics: METRICS,
  part: "L2",
  link: "reads L1",
} as const;

/** One of Prometheus' programs. What watches goes last, so that it sees how the others go. */
const WATCHER = {
  durable: true,
  stop: { order: 5, grace: 15, signal: "SIGTERM" },
  page: "web",
  metrics: { port: "web", path: "/metrics" },
  part: "Watching",
} as const;

/**
 * The catalogue: every service that a stack can have. No other file says its name; metrics of the sequencer are at 9090, the
 * batcher's at 9091, the proposer's at 9092.
 */
export const SERVICES = {
  l1: {
    ...GETH,
    name: "l1",
    role: "l1",
    chain: "l1",
    ports: { http: 8545, ws: 8546, metrics: 9096 },
    files: ["l1-genesis.json"],
    secretFiles: [],
    stop: { order: 4, grace: 30, signal: "SIGINT" },
    part: "L1",
  },
  sequencerGeth: {
    ...EXECUTION,
    name: "sequencer-geth",
    role: "sequencer",
    ports: { http: 9545, ws: 9546, auth: 9551, metrics: 9093 },
    engine: { port: "auth", from: "sequencer-node" },
  },
  sequencerNode: {
    ...ROLLUP,
    name: "sequencer-node",
    role: "sequencer",
    ports: { rpc: 9547, metrics: 9100 },
  },
  replicaGeth: {
    ...EXECUTION,
    name: "replica-geth",
    role: "replica",
    ports: { http: 9645, ws: 9646, auth: 9651, metrics: 9094 },
    engine: { port: "auth", from: "replica-node" },
  },
  replicaNode: {
    ...ROLLUP,
    name: "replica-node",
    role: "replica",
    ports: { rpc: 9647, metrics: 9095 },
  },
  batcher: {
    ...PLAIN,
    name: "batcher",
    role: "batcher",
    program: "op-batcher",
    ports: { rpc: 9548, metrics: 9091 },
    metrics: METRICS,
    part: "Settlement",
    link: "L2 → L1",
  },
  proposer: {
    ...PLAIN,
    name: "proposer",
    role: "proposer",
    program: "op-proposer",
    ports: { rpc: 9549, metrics: 9092 },
    metrics: METRICS,
    part: "Settlement",
    link: "L2 → L1",
  },
  bundler: {
    ...PLAIN,
    name: "bundler",
    role: "bundler",
    program: "alto",
    ports: { rpc: 4337 },
    metrics: { port: "rpc", path: "/metrics" },
    part: "Gas in TORA",
    link: "→ L2",
  },
  priceFeeder: {
    ...PLAIN,
    name: "price-feeder",
    role: "price-feeder",
    program: "price-feeder",
    ports: { metrics: 9097 },
    metrics: METRICS,
    part: "Gas in TORA",
    link: "→ L2",
  },
  exporter: {
    ...PLAIN,
    name: "exporter",
    role: "exporter",
    program: "exporter",
    // The specification's port of the sequencer: its programs' metrics, and what they do not tell.
    ports: { metrics: 9090 },
    metrics: METRICS,
    part: "Watching",
  },
  miners: {
    ...PLAIN,
    name: "miners",
    role: "miner",
    program: "miner",
    // Each miner has one besides.
    ports: { metrics: 9098 },
    metrics: METRICS,
    part: "Subnets",
    link: "→ L2",
  },
  validators: {
    ...PLAIN,
    name: "validators",
    role: "validator",
    program: "validator",
    ports: { metrics: 9101 },
    durable: true,
    metrics: METRICS,
    part: "Subnets",
    link: "→ L2",
  },
  prometheus: {
    ...WATCHER,
    name: "prometheus",
    role: "prometheus",
    program: "prometheus",
    ports: { web: 9190 },
    files: ["prometheus.yml", "rules.yml"],
    secretFiles: [],
  },
  alertmanager: {
    ...WATCHER,
    name: "alertmanager",
    role: "alertmanager",
    program: "alertmanager",
    ports: { web: 9193 },
    files: ["alertmanager.yml"],
    // A web hook's URL may hold a token.
    secretFiles: ["alertmanager.yml"],
  },
  console: {
    ...PLAIN,
    name: "console",
    role: "console",
    program: "console",
    ports: { web: 9180 },
    onHost: true,
    noFlags: "leave it out: the console's settings follow from the rest of the stack file",
    page: "web",
    part: "Watching",
  },
  portForward: {
    ...PLAIN,
    name: "port-forward",
    role: "port-forward",
    program: "port-forward",
    ports: { health: 9099 },
    onHost: true,
    forwards: true,
    stop: { order: 5, grace: 5, signal: "SIGTERM" },
    part: "Watching",
  },
} as const satisfies Readonly<Record<string, Entry>>;

type Known = (typeof SERVICES)[keyof typeof SERVICES];
export type ServiceName = Known["name"];
export type Role = Known["role"];
/** Programs of the toolchain that services run. */
export type ProgramName = Known["program"];
/** Shared artefacts of a stack, by the names of their files. */
export type SharedFile = Known["files"][number];

/** A service as the catalogue has it. */
export interface Service extends Entry {
  readonly name: ServiceName;
  readonly role: Role;
  readonly program: ProgramName;
  readonly files: readonly SharedFile[];
  readonly engine?: { readonly port: string; readonly from: ServiceName };
}

/** All of them, in the order in which a user is shown them. */
export const ALL_SERVICES: readonly Service[] = Object.values(SERVICES);
export const SERVICE_NAMES: readonly ServiceName[] = ALL_SERVICES.map(({ name }) => name);
export const BY_NAME = Object.fromEntries(ALL_SERVICES.map((service) => [service.name, service])) as Readonly<
  Record<ServiceName, Service>
>;

/** A service that runs on this machine, whatever runs the others. */
export const isOnHost = (service: ServiceName): boolean => BY_NAME[service].onHost === true;

/** Shared artefacts that hold a secret, whoever reads them. */
export const SECRET_FILES: readonly string[] = ALL_SERVICES.flatMap(({ secretFiles }) => secretFiles);

/** A node of the rollup: an execution client and the rollup node that drives it, of one name, which is their role. */
export interface L2Node {
  readonly name: Role;
  readonly geth: ServiceName;
  readonly node: ServiceName;
}

export const NODES = {
  sequencer: { name: "sequencer", geth: SERVICES.sequencerGeth.name, node: SERVICES.sequencerNode.name },
  replica: { name: "replica", geth: SERVICES.replicaGeth.name, node: SERVICES.replicaNode.name },
} as const satisfies Readonly<Record<string, L2Node>>;

/**
 * How programs that have a chain tell the number of its newest block: a method of their RPC, and where in its answer, in
 * names that dots part; all of the answer where there is none.
 */
export const HEADS: Readonly<
  Partial<Record<ProgramName, { readonly method: string; readonly field: string }>>
> = {
  [GETH.program]: { method: "eth_blockNumber", field: "" },
  [ROLLUP.program]: { method: "optimism_syncStatus", field: "unsafe_l2.number" },
};
