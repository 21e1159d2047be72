import type { WithdrawalStage } from "../state.ts";

/** What L1 says to all withdrawals. Times are in seconds since the epoch. */
export interface Rules {
  /** L2 block of the last output and of the next, and blocks between two. */
  latest: number;
  next: number;
  interval: number;
  /** Seconds that an output can be challenged for. */
  period: number;
  /** Time of L2's block 0, and seconds between two blocks. */
  genesisTime: number;
  blockTime: number;
  /** Time of L1's newest block. */
  now: number;
}

export interface Progress {
  l2Block: number;
  finalised: boolean;
  /** When it was proved, and when the output was proposed that it was proved against. */
  proof?: { proved: number; output: number };
}

/**
 * How far a withdrawal has come, and when the next thing can happen by itself. The portal finalises what was proved and
 * whose output was proposed more than the period ago (OptimismPortal.finalizeWithdrawalTransaction).
 */
export function stageOf(
  { l2Block, finalised, proof }: Progress,
  rules: Rules,
): { stage: WithdrawalStage; due?: number } {
  if (finalised) return { stage: "finalised" };
  if (proof) {
    const due = Math.max(proof.proved, proof.output) + rules.period + 1;
    return rules.now >= due ? { stage: "to be finalised" } : { stage: "in challenge period", due };
  }
  if (l2Block <= rules.latest) return { stage: "to be proved" };
  const missing = Math.max(0, Math.ceil((l2Block - rules.next) / rules.interval));
  const covering = rules.next + missing * rules.interval;
  return { stage: "waits for an output", due: rules.genesisTime + covering * rules.blockTime };
}
