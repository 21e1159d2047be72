import type { Fixed } from "./fixed.ts";
import { normalize, sum } from "./fixed.ts";

/**
 * The stake-weighted median of a column's scores, by the recursive partition of subtensor's `weighted_median`
 * (pallets/subtensor/src/epoch/math.rs): another algorithm than the contract's, which is told the median and proves it.
 * Kappa is the majority that the median needs.
 */
export function medianOf(stake: readonly Fixed[], scores: readonly Fixed[], kappa: Fixed): Fixed {
  const voters = stake.flatMap((s, row) => (s > 0n ? [row] : []));
  if (voters.length === 0) return 0n;
  const voice = normalize(voters.map((row) => stake[row] ?? 0n));
  const total = sum(voice);
  const votes = voters.map((row, i) => ({ score: scores[row] ?? 0n, stake: voice[i] ?? 0n }));
  return partition(votes, total - kappa, 0n, total);
}

interface Vote {
  score: Fixed;
  stake: Fixed;
}

function partition(votes: readonly Vote[], minority: Fixed, low: Fixed, high: Fixed): Fixed {
  const pivot = votes[votes.length >> 1]?.score ?? 0n;
  if (votes.length === 1) return pivot;
  const lower = votes.filter((vote) => vote.score < pivot);
  const upper = votes.filter((vote) => vote.score > pivot);
  const reached = low + sum(lower.map((vote) => vote.stake));
  const left = high - sum(upper.map((vote) => vote.stake));
  if (reached <= minority && minority < left) return pivot;
  if (minority < reached && lower.length > 0) return partition(lower, minority, low, reached);
  if (left <= minority && upper.length > 0) return partition(upper, minority, left, high);
  return pivot;
}
