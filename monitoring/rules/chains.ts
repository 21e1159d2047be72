import type { AlertRule, RuleSettings } from "./types.ts";

/** Seconds that nobody is called for, however short the blocks are: a restart, a slow machine. */
const CALM = 60;

/** Seconds until a chain of that block time counts as standing: ten blocks, and half a minute at least. */
export const standing = (blockTime: number) => Math.max(30, 10 * blockTime);

/** Seconds until an L1 block has the confirmations after which L2 takes it over. */
const confirmed = ({ l1 }: RuleSettings) => l1.blockTime * (l1.confirmations + 1);

/** Seconds until what the batcher collects is on L1, twice over. */
export const batchLate = (s: RuleSettings) => 2 * (s.batchEvery + s.l1.blockTime) + CALM;

/** Seconds until a block of L2 must be safe, a deposit on L2, an output on L1. */
export const safeLate = (s: RuleSettings) => batchLate(s) + confirmed(s);
export const depositLate = (s: RuleSettings) => 2 * confirmed(s) + CALM;
export const outputLate = (s: RuleSettings) => 2 * s.outputEvery + s.outputDelay + CALM;

/** Rules on the two chains and on what goes from one to the other. */
export function chainRules(s: RuleSettings): AlertRule[] {
  const nonce = "tensora_batcher_nonce";
  return [
    {
      name: "NoL2Block",
      expression: `tensora_l2_head_age_seconds{head="unsafe"} > ${standing(s.l2.blockTime)}`,
      after: standing(s.l2.blockTime),
      for: 10,
      severity: "critical",
      summary: "The sequencer makes no blocks.",
    },
    {
      name: "SafeHeadStalled",
      expression: `tensora_l2_head_age_seconds{head="safe"} > ${safeLate(s)}`,
      after: safeLate(s),
      for: 30,
      severity: "critical",
      summary: "L2's safe head lags behind: new blocks are not yet secured by L1.",
    },
    {
      name: "BatchesNotLanding",
      // What was not there a whole window ago cannot have stood still for one.
      expression: `changes(${nonce}[${batchLate(s)}s]) == 0 and ${nonce} offset ${batchLate(s)}s`,
      after: batchLate(s),
      for: 30,
      severity: "critical",
      summary: "No transaction of the batcher was mined on L1.",
    },
    {
      name: "OutputLate",
      expression: `tensora_output_age_seconds > ${outputLate(s)}`,
      after: outputLate(s),
      for: 30,
      severity: "warning",
      summary: "The proposer posts no outputs: withdrawals cannot be proven.",
    },
    {
      name: "DepositNotArriving",
      expression: `tensora_bridge_oldest_deposit_age_seconds > ${depositLate(s)}`,
      after: depositLate(s),
      for: 15,
      severity: "critical",
      summary: "A deposit on L1 has not been executed on L2.",
    },
    {
      name: "ReplicaDiverged",
      expression: "tensora_replica_diverged == 1",
      // During a reorg of L1 the two may differ for a moment.
      after: 0,
      for: 30,
      severity: "critical",
      summary: "The replica derives different blocks from L1 than the sequencer produced.",
    },
    {
      name: "L1Down",
      expression: `tensora_l1_head_age_seconds > ${standing(s.l1.blockTime)} or tensora_exporter_source_up{source="l1"} == 0`,
      after: standing(s.l1.blockTime),
      for: 30,
      severity: "critical",
      summary: "L1 does not answer or has no new blocks.",
    },
    {
      name: "L1ReorgTooDeep",
      expression: `tensora_l1_reorg_depth_blocks > ${s.l1.confirmations}`,
      after: 0,
      for: 0,
      severity: "critical",
      summary: "An L1 reorg removed more blocks than the confirmations that L2 waits for.",
    },
  ];
}
