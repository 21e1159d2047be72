/** When an alert is given, and what is said with it. */
export interface AlertRule {
  /** In Pascal case; its page is `docs/runbooks/<name>.md`. */
  name: string;
  /** PromQL: what it gives is wrong. */
  expression: string;
  /** Seconds from the fault until the expression sees it. */
  after: number;
  /** Seconds that it must stay wrong. */
  for: number;
  /** `critical`: users are hurt or will be soon. `warning`: it becomes so if nobody looks. */
  severity: "critical" | "warning";
  /** One sentence; which service it is stands in the alert's labels. */
  summary: string;
}

/** What of a stack decides when something is late or low. Times are in seconds, amounts in whole BNB. */
export interface RuleSettings {
  l1: { blockTime: number; confirmations: number };
  l2: { blockTime: number };
  /** The longest time that a batch is collected for. */
  batchEvery: number;
  /** Between two outputs. */
  outputEvery: number;
  /** How old a block is when its output may be posted: 0, or the time to L1's finality. */
  outputDelay: number;
  /** How long the paymaster's price is good for. */
  priceMaxAge: number;
  /** The longest epoch of a subnet. */
  epochEvery: number;
  /** `disk` is a share of it, from 0 to 1. */
  lowest: { batcher: number; proposer: number; paymaster: number; disk: number };
}
