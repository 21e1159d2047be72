import { formatEther } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { RuleSettings } from "../monitoring/rules/index.ts";

/** L1 blocks after which one is final for sure: a dev L1 finalises every 32, BSC sooner. */
const FINALITY = 64;

/** What the stack decides of when an alert is given. */
export const ruleSettings = ({
  l1,
  l2,
  batcher,
  settlement,
  proposer,
  protocol,
  subnets,
  monitoring,
}: DevnetSpec): RuleSettings => ({
  l1: { blockTime: l1.blockTime, confirmations: l1.confirmations },
  l2: { blockTime: l2.blockTime },
  batchEvery: batcher.interval,
  outputEvery: settlement.submissionInterval * l2.blockTime,
  outputDelay: proposer.allowNonFinalized ? 0 : FINALITY * l1.blockTime,
  priceMaxAge: protocol.price.maxAge,
  epochEvery: l2.blockTime * Math.max(0, ...subnets.map(({ phases }) => phases.length)),
  lowest: {
    ...monitoring.lowest,
    paymaster: Number(formatEther(BigInt(protocol.paymaster.minDeposit))),
  },
});
