import { isObject } from "../lib/values.ts";
import type { StackInput } from "./schema.ts";
import type { AccountRole, ForkName } from "../spec/devnet.ts";
import { ALL_SERVICES, type Service, type ServiceName, SERVICES } from "../spec/services.ts";
import { PROTOCOL_DEFAULTS } from "./protocol-defaults.ts";
import { type CompleteSubnet, completeSubnet, minerPorts, type SubnetEntry } from "./subnets.ts";

/** A complete configuration: what the stack file says over the defaults. */
export interface Configuration
  extends Full<
    Pick<
      StackInput,
      "settlement" | "batcher" | "proposer" | "ports" | "smoke" | "listen" | "console" | "pages"
    >
  > {
  subnets: CompleteSubnet[];
  monitoring: Full<Omit<Section<"monitoring">, "webhooks">> & { webhooks: Secret[] };
  runtime: Full<Pick<Section<"runtime">, RuntimeDefault>> & Omit<Section<"runtime">, RuntimeDefault>;
  l1: Full<Omit<Section<"l1">, "rpcUrl" | "chainId">> & Pick<Section<"l1">, "rpcUrl" | "chainId">;
  protocol: Full<Omit<Section<"protocol">, "underlying">> & Pick<Section<"protocol">, "underlying">;
  l2: Full<Omit<Section<"l2">, "forks">> & { forks: Record<ForkName, number | "never"> };
  accounts: { kind: "dev" | "keys" } & Partial<Record<AccountRole, Secret | undefined>>;
  services: Record<ServiceName, { ports: Record<string, number>; flags: string[]; resources: Resources }>;
}

/** A secret, such as a private key, or one that is still sealed in the stack file. */
export type Secret = string | { secure: string };

type RuntimeDefault = "kind" | "dockerHost" | "images" | "storageSize";
type Section<K extends keyof StackInput> = Exclude<StackInput[K], undefined>;
type Resources = { memoryMb?: number | undefined; cpus?: number | undefined };
type Full<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]-?: Full<Exclude<T[K], undefined>> }
    : T;

const HOUR = 3600;
/** Time between two outputs. */
const OUTPUTS = HOUR;
/** Time that a batch may take to L1; the same as on OP Mainnet and opBNB. */
const SEQUENCER_WINDOW = 12 * HOUR;
/** Time that the frames of one channel may be apart; the same as on OP Mainnet and opBNB. */
const CHANNEL_TIMEOUT = HOUR;

/** Ports by service. */
export const PORTS = Object.fromEntries(ALL_SERVICES.map(({ name, ports }) => [name, ports])) as Readonly<
  Record<ServiceName, Service["ports"]>
>;

/** The ports of every service of a stack: each miner has one of its own besides. */
export const portsOf = (
  subnets: readonly Pick<SubnetEntry, "name" | "miners">[],
): Readonly<Record<ServiceName, Record<string, number>>> => ({
  ...PORTS,
  [SERVICES.miners.name]: { ...SERVICES.miners.ports, ...minerPorts(subnets) },
});

/** What holds where a stack file says nothing: the specification's figures, else OP Mainnet's and opBNB's. */
const FIXED = {
  l1: { kind: "dev", blockTime: 3, confirmations: 15, gasLimit: 100_000_000 },
  l2: {
    chainId: 1714,
    blockTime: 1,
    gasLimit: 30_000_000,
    forks: {
      regolith: 0,
      canyon: 0,
      delta: 0,
      ecotone: 0,
      fjord: 0,
      granite: 0,
      holocene: 0,
      isthmus: 60,
      jovian: 120,
    },
    eip1559: { elasticity: 6, denominator: 50, denominatorCanyon: 250 },
    maxSequencerDrift: 600,
    baseFeeScalar: 1368,
    blobBaseFeeScalar: 810_949,
    minVaultWithdrawal: 10,
  },
  settlement: { finalizationPeriod: 7 * 24 * HOUR, safeThreshold: 2 },
  batcher: { interval: 600, maxSize: 120_000, compression: "zlib", batchType: "span" },
  proposer: { pollInterval: 12, allowNonFinalized: false },
  protocol: PROTOCOL_DEFAULTS,
  monitoring: {
    interval: 5,
    retention: { days: 15, megabytes: 2000 },
    webhooks: [],
    repeat: 4 * HOUR,
    lowest: { batcher: 1, proposer: 0.5, disk: 0.1 },
  },
  pages: { origins: [] },
  ports: "fixed",
  runtime: {
    kind: "process",
    dockerHost: "unix:///var/run/docker.sock",
    images: "made",
    storageSize: "20Gi",
  },
  listen: "127.0.0.1",
} as const;

/** How defaults that depend on other keys come about, for the documentation. */
export const COMPUTED: Readonly<Record<string, string>> = {
  "l1.chainId": "714 for a dev L1",
  "l2.sequencerWindow": "12 hours, in L1 blocks",
  "l2.channelTimeout": "1 hour, in L1 blocks, but at most half the sequencer window",
  "l2.prefund": "10000 with a dev L1, otherwise 0",
  "settlement.submissionInterval": "1 hour, in L2 blocks",
  "protocol.enabled": "`true` with a dev L1, otherwise `false`",
  "monitoring.enabled": "`false` with a dev L1, otherwise `true`",
  "runtime.namespace": "`tensora-` followed by the stack's name",
  "accounts.kind": "`dev` with a dev L1, otherwise `keys`",
};

/** 127.0.0.0/8: reached from this machine only. */
export const isLoopback = (address: string) => address.startsWith("127.");

/** The L1 is a throw-away chain of the stack and every listener is on loopback. */
export const isLocal = (config: { l1: { kind: string }; listen: string }) =>
  config.l1.kind === "dev" && isLoopback(config.listen);

/** A complete configuration from what a stack file says; makes no judgement of it. */
export function withDefaults(input: StackInput): Configuration {
  const l1 = { ...FIXED.l1, ...input.l1 };
  const blockTime = { l1: l1.blockTime ?? FIXED.l1.blockTime, l2: input.l2?.blockTime ?? FIXED.l2.blockTime };
  const dev = l1.kind === "dev";
  const ofL1 = (seconds: number) => Math.max(1, Math.round(seconds / blockTime.l1));
  const sequencerWindow = input.l2?.sequencerWindow ?? ofL1(SEQUENCER_WINDOW);
  const defaults = {
    ...FIXED,
    l1: { ...FIXED.l1, ...(dev ? { chainId: 714 } : {}) },
    l2: {
      ...FIXED.l2,
      sequencerWindow,
      channelTimeout: Math.min(ofL1(CHANNEL_TIMEOUT), Math.floor(sequencerWindow / 2)),
      prefund: dev ? 10_000 : 0,
    },
    settlement: { ...FIXED.settlement, submissionInterval: Math.max(1, Math.round(OUTPUTS / blockTime.l2)) },
    protocol: { ...FIXED.protocol, enabled: dev },
    monitoring: { ...FIXED.monitoring, enabled: !dev },
    console: { enabled: true },
    accounts: { kind: dev ? "dev" : "keys" },
    services: Object.fromEntries(
      Object.entries(portsOf(input.subnets ?? [])).map(([name, ports]) => [
        name,
        { ports: fixedPorts(name, ports), flags: [], resources: {} },
      ]),
    ),
    smoke: { drills: false },
  };
  const subnets = (input.subnets ?? []).map(completeSubnet);
  return { ...(overlay(defaults, input) as Configuration), subnets };

  /** With free ports, and for an L1 that the stack does not run, only what the stack file names. */
  function fixedPorts(service: string, ports: Readonly<Record<string, number>>) {
    return input.ports === "free" || (service === SERVICES.l1.name && !dev) ? {} : ports;
  }
}

/** `over` on top of `base`, object by object. */
function overlay(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((name) => [name, overlay(base[name], over[name])]));
}
