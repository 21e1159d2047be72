import type { Address, Hex } from "viem";
import type { SubnetSpec } from "./subnets.ts";
import type { OfficialImages } from "./service.ts";
import type { ServiceName } from "./services.ts";

/**
 * A devnet's complete configuration, derived from a stack file. It is frozen and contains no secrets.
 * Nothing after `config/` reads configuration or the environment.
 */
export interface DevnetSpec {
  readonly stack: string;
  /** Absolute folder of everything the stack keeps on this machine. */
  readonly dir: string;
  /** The L1 is a throw-away chain of this stack and every listener is on loopback. */
  readonly local: boolean;
  /** The address that services listen on. */
  readonly listen: string;
  readonly l1: L1Spec;
  readonly l2: L2Spec;
  readonly settlement: SettlementSpec;
  readonly batcher: BatcherSpec;
  readonly proposer: ProposerSpec;
  readonly protocol: ProtocolSpec;
  readonly subnets: readonly SubnetSpec[];
  readonly accounts: Readonly<Record<AccountRole, Address>>;
  readonly services: Readonly<Record<ServiceName, ServiceOptions>>;
  readonly smoke: { readonly drills: boolean };
  readonly monitoring: MonitoringSpec;
  /** The page that shows the stack in a browser. */
  readonly console: { readonly enabled: boolean };
  /** Web pages that may use the chains, by WebSocket: their origins, or `*` for any. */
  readonly pages: { readonly origins: readonly string[] };
  readonly runtime: RuntimeSpec;
}

/** Prometheus and Alertmanager, and when they call somebody. */
export interface MonitoringSpec {
  readonly enabled: boolean;
  /** Seconds between two scrapes; alert rules are looked at as often. */
  readonly interval: number;
  /** What Prometheus keeps: whichever is reached first, days or 10^6 bytes. */
  readonly retention: { readonly days: number; readonly megabytes: number };
  /** Who is told of alerts besides the stack's log; a URL may hold a token. */
  readonly webhooks: readonly string[];
  /** Seconds until what still fires is told of again. */
  readonly repeat: number;
  /** Below which an alert is given: balances on L1 in BNB, and what is free of the disk, from 0 to 1. */
  readonly lowest: { readonly batcher: number; readonly proposer: number; readonly disk: number };
}

/** Where the services run. */
export type RuntimeSpec = { readonly kind: "process" } | DockerSpec | KubernetesSpec;

export type RuntimeKind = RuntimeSpec["kind"];

/** The official images that programs run from; what is not among them is made here. */
interface FromImages {
  readonly images: OfficialImages;
}

/** Containers. */
export interface DockerSpec extends FromImages {
  readonly kind: "docker";
  /** The daemon's address. */
  readonly dockerHost: string;
}

/** Pods of a cluster. */
export interface KubernetesSpec extends FromImages {
  readonly kind: "kubernetes";
  /** Path of the file that says how clusters are reached; the user's own where there is none. */
  readonly kubeconfig?: string;
  /** Of that file. */
  readonly context: string;
  /** The stack's own. */
  readonly namespace: string;
  /** Where images are pushed to, such as `registry.example.org/tensora`. */
  readonly imageRegistry: string;
  readonly storageClass?: string;
  /** Such as `20Gi`. */
  readonly storageSize: string;
}

/** An amount in wei as a decimal string: Pulumi's property values have no big integers. */
export type Wei = `${bigint}`;

export interface L1Spec {
  /** `dev`: a durable one-node chain of this stack; `external`: any chain with an RPC URL. */
  readonly kind: "dev" | "external";
  readonly chainId: number;
  /** Seconds between two blocks. */
  readonly blockTime: number;
  /** Blocks after which the sequencer takes an L1 block as origin, and with it its deposits. */
  readonly confirmations: number;
  readonly gasLimit: number;
  /** For `external` only. */
  readonly rpcUrl?: string;
}

/** Seconds after genesis at which each fork is active: 0 at genesis, undefined never. In order of activation. */
export type ForkSchedule = Readonly<Record<ForkName, number | undefined>>;
export const FORKS = [
  "regolith",
  "canyon",
  "delta",
  "ecotone",
  "fjord",
  "granite",
  "holocene",
  "isthmus",
  "jovian",
] as const;
export type ForkName = (typeof FORKS)[number];

export interface L2Spec {
  readonly chainId: number;
  /** Seconds between two blocks. */
  readonly blockTime: number;
  readonly gasLimit: number;
  readonly forks: ForkSchedule;
  readonly eip1559: {
    readonly elasticity: number;
    readonly denominator: number;
    readonly denominatorCanyon: number;
  };
  /** Seconds that the sequencer may run ahead of its L1 origin. */
  readonly maxSequencerDrift: number;
  /** L1 blocks within which a batch must land before its blocks are derived from deposits alone. */
  readonly sequencerWindow: number;
  /** L1 blocks within which all frames of a channel must land. */
  readonly channelTimeout: number;
  /** Scalars of the Ecotone L1 fee. */
  readonly baseFeeScalar: number;
  readonly blobBaseFeeScalar: number;
  /** The smallest balance that a fee vault withdraws. */
  readonly minVaultWithdrawal: Wei;
  /** Given at genesis to every role of a local stack; 0 elsewhere. */
  readonly prefund: Wei;
}

export interface SettlementSpec {
  /** Seconds between a proposed output and the withdrawals it proves. */
  readonly finalizationPeriod: number;
  /** L2 blocks between two outputs. */
  readonly submissionInterval: number;
  /** Owners of the Safe that is guardian, challenger and owner of the settlement contracts; two of them must sign. */
  readonly safeOwners: readonly [Address, Address, Address];
  readonly safeThreshold: number;
}

export interface BatcherSpec {
  /** Seconds after which an open channel is posted. */
  readonly interval: number;
  /** Bytes of a batch transaction at most. */
  readonly maxSize: number;
  readonly compression: "zlib" | "brotli";
  /** `span` from Delta on. */
  readonly batchType: "singular" | "span";
}

export interface ProposerSpec {
  /** Seconds between two looks at the chain. */
  readonly pollInterval: number;
  /** Propose from the safe head instead of waiting for L1 finality. */
  readonly allowNonFinalized: boolean;
}

/** Tensora's own contracts and what runs beside them. */
export interface ProtocolSpec {
  readonly enabled: boolean;
  /** The token that WTORA wraps; without it, a test token with a transfer tax is deployed. */
  readonly underlying?: Address;
  /** The test token's supply, and its tax in hundredths of a percent. */
  readonly taxed: { readonly supply: Wei; readonly tax: number };
  readonly price: PriceSpec;
  readonly paymaster: PaymasterSpec;
  readonly governance: GovernanceSpec;
  /** Seconds between asking for staked TORA back and getting it. */
  readonly exitDelay: number;
  readonly bundler: BundlerSpec;
  /** Wei of TORA that all subnets together are paid in so many blocks. */
  readonly emission: { readonly amount: Wei; readonly blocks: number };
  /** In hundredths of a percent: what one subnet can take of a validator's trust, and what comes back in a day. */
  readonly trust: { readonly capPerSubnet: number; readonly recoveryPerDay: number };
}

/** Where the paymaster's price of TORA comes from. */
export interface PriceSpec {
  /** `posted`: the price feeder posts it to a feed of Chainlink's interface; `fixed`: one price for ever. */
  readonly source: "posted" | "fixed";
  /** Smallest units of TORA for one BNB. */
  readonly toraPerBnb: Wei;
  /** Seconds that a price is good for. */
  readonly maxAge: number;
  /** Hundredths of a percent by which it must move to be updated before its time. */
  readonly threshold: number;
  /** Seconds between two looks of the price feeder. */
  readonly interval: number;
}

export interface PaymasterSpec {
  /** Hundredths of a percent on top of an operation's cost. */
  readonly fee: number;
  /** Hundredths of a percent that a price may move before it must be confirmed. */
  readonly maxDeviation: number;
  /** Gas that settling an operation takes. */
  readonly settlementGas: number;
  readonly maxOperationCost: Wei;
  /** Smallest units of TORA for one BNB: other prices are refused. */
  readonly minPrice: Wei;
  readonly maxPrice: Wei;
  /** The stake that bundlers ask for, and seconds that it stays locked. */
  readonly stake: Wei;
  readonly unstakeDelay: number;
  /** What operations are paid from at first, and what the keeper fills the deposit up to. */
  readonly deposit: Wei;
  /** Below this the keeper fills it up. */
  readonly minDeposit: Wei;
}

export interface GovernanceSpec {
  /** Seconds that a decision waits in the timelock. */
  readonly delay: number;
  /** Seconds below which no decision can set that. */
  readonly leastDelay: number;
  /** Seconds from a proposal to the votes on it, and those of voting. */
  readonly votingDelay: number;
  readonly votingPeriod: number;
  /** Wei of staked TORA that a proposer votes with. */
  readonly proposalThreshold: Wei;
  /** In percent of all staked TORA: what must vote for a proposal or abstain. */
  readonly quorum: number;
  /** In hundredths of a percent of the votes for and against: what must be for it; always more than half. */
  readonly approval: number;
}

export interface BundlerSpec {
  /** Below this an executor is refilled from the utility account. */
  readonly minExecutorBalance: Wei;
  /** Seconds between two looks at the executors' balances. */
  readonly refillInterval: number;
}

export const ACCOUNT_ROLES = [
  "deployer",
  "batcher",
  "proposer",
  "sequencer",
  "feeRecipient",
  "safeOwner1",
  "safeOwner2",
  "safeOwner3",
  "user",
  "protocolDeployer",
  "guardian",
  "operator",
  "treasury",
  "priceFeeder",
  "bundlerExecutor1",
  "bundlerExecutor2",
  "bundlerUtility",
  "subnets",
] as const;
/**
 * `sequencer` signs unsafe blocks, `user` pays for smoke steps and holds the test token's supply, `guardian` may pause
 * the protocol, `operator` keeps the paymaster's deposit, from `subnets` the keys of miners and validators are derived, the
 * rest is what its name says.
 */
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

export interface ServiceOptions {
  /** Named ports, such as `{ http: 8545, ws: 8546, metrics: 6060 }`; all distinct within the stack. */
  readonly ports: Readonly<Record<string, number>>;
  /** Arguments put after the component's own, so that they win. */
  readonly flags: readonly string[];
  readonly resources: { readonly memoryMb?: number; readonly cpus?: number };
  /** Where it is, whatever the port, when it is not this stack's: an external L1. */
  readonly url?: string;
}

/** Private keys by role. They are stored only in Pulumi secrets and in files of mode 0600. */
export type Keys = Readonly<Record<AccountRole, Hex>>;
