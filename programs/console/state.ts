/**
 * What the server tells the page: plain JSON. Amounts are decimal strings of whole coins and tokens, times are seconds
 * since the epoch, block numbers are numbers.
 */

import type { Alert } from "../../monitoring/alerts.ts";

export interface Head {
  number: number;
  time: number;
}

export interface Heads {
  l1: Head;
  unsafe: Head;
  safe: Head;
  finalized: Head;
}

/** The condition of each service, by name. */
export type Health = Record<string, string>;

/** A channel of batches that is complete on L1. */
export interface BatchRow {
  channel: string;
  /** L1 transactions that its frames came in. */
  transactions: string[];
  l1Block: number;
  time: number;
  frames: number;
  compression: string;
  compressedBytes: number;
  rawBytes: number;
  /** Raw bytes for each compressed one. */
  ratio: number;
  /** BNB that the batcher paid L1 for those transactions. */
  cost: string;
  types: string[];
  /** First and last L2 block; undefined when it brings none. */
  blocks?: [number, number];
  /** L2 transactions, deposits not counted. */
  operations: number;
}

export interface OutputRow {
  index: number;
  l2Block: number;
  root: string;
  time: number;
  finalAt: number;
}

export interface Outputs {
  /** Newest first. */
  rows: OutputRow[];
  /** L2 block of the next output, and when it is there. */
  next: { l2Block: number; at: number };
  /** L2 blocks between two outputs. */
  interval: number;
  /** Seconds that an output can be challenged for. */
  period: number;
}

export type WithdrawalStage =
  /** No output covers its block; `due` is when the next that does is expected. */
  | "waits for an output"
  /** Its owner can prove it. */
  | "to be proved"
  /** Proved; `due` is when it can be finalised. */
  | "in challenge period"
  | "to be finalised"
  | "finalised";

export interface WithdrawalRow {
  hash: string;
  transaction: string;
  l2Block: number;
  sender: string;
  target: string;
  /** BNB; 0 for messages and tokens. */
  value: string;
  stage: WithdrawalStage;
  due?: number;
}

export interface Withdrawals {
  /** Newest first: all that are not finalised, and the last few that are. */
  rows: WithdrawalRow[];
  /** All that were made in the blocks that were searched, and how many of those are not finalised. */
  made: number;
  open: number;
  /** First L2 block that was searched, and the last so far. */
  searched: [number, number];
}

export interface Gas {
  paused: boolean;
  /** TORA for one BNB, as observed and with the fee on it. */
  price: string;
  rate: string;
  observedAt: number;
  validUntil: number;
  /** BNB with the EntryPoint. */
  deposit: string;
  /** TORA that the paymaster has taken and not passed on. */
  treasury: string;
  /** TORA that a plain transfer of BNB (21,000 gas) costs at L2's present gas price. */
  transfer: string;
  /** Of the blocks that were searched. */
  operations: number;
  failed: number;
  charged: string;
  searched: [number, number];
  /** Newest first. */
  last: { transaction: string; l2Block: number; sender: string; tora: string; failed: boolean }[];
}

export interface SubnetRow {
  id: number;
  name: string;
  retired: boolean;
  epoch: number;
  phase: string;
  blocksLeft: number;
  aggregated: number;
  weight: number;
  /** TORA of the epoch that was aggregated last. */
  emission: string;
  claimed: string;
  /** Shares are from 0 to 1. */
  miners: { uid: number; account: string; incentive: number; consensus: number }[];
  validators: { slot: number; account: string; dividend: number; consensus: number; stake: string }[];
}

/** What each panel shows; a stack that has no such thing has no such panel. */
export interface Panels {
  heads: Heads;
  health: Health;
  batches: BatchRow[];
  outputs: Outputs;
  withdrawals: Withdrawals;
  gas: Gas;
  subnets: SubnetRow[];
  alerts: Alert[];
}

export type PanelName = keyof Panels;

/** A panel as it is now: what was read last, and why it could not be read since, if so. */
export interface Panel<T> {
  data?: T;
  error?: string;
  /** When it was read last, in milliseconds since the epoch by the server's clock. */
  at: number;
}

export type PanelUpdate = { [N in PanelName]: { panel: N } & Panel<Panels[N]> }[PanelName];

/** What does not change while the console runs. */
export interface StackInfo {
  stack: string;
  local: boolean;
  panels: PanelName[];
  faucet: boolean;
  /** TORA can be given, too. */
  tora: boolean;
  chains: Record<"l1" | "l2", { chainId: number; blockTime: number }>;
  endpoints: { name: string; url: string; detail: string }[];
  /** What a wallet is told; on local stacks only. */
  network?: { name: string; rpcUrl: string; chainId: number; currency: string };
  services: {
    name: string;
    role: string;
    program: string;
    runtime: string;
    rpcUrl?: string;
    metricsUrl?: string;
  }[];
}
