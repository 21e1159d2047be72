import type { Hex } from "viem";
import type { Phase } from "../../subnets/phases.ts";

/** What the chain says to a validator at one block. */
export interface ValidatorState {
  epoch: bigint;
  phase: Phase;
  /** Blocks of the phase after the present one. */
  blocksLeft: number;
  /** Blocks since the epoch that can be aggregated could be. */
  openFor: number;
  /** The validator's place in this epoch. */
  slot?: number;
  /** Places that are taken. */
  validators: number;
  /** Its commitment of this epoch. */
  committed?: Hex;
  revealed: boolean;
  lastAggregated: bigint;
}

/** What a validator keeps on disk of an epoch that it scored. */
export interface Scored {
  epoch: bigint;
  /** As `revealScores` takes them. */
  weights: Hex;
  salt: Hex;
  commitment: Hex;
}

export type Action = "score" | "commit" | "reveal";

/** Blocks that the next one waits longer before it aggregates in place of those before it. */
const TURN = 3;

/**
 * What to do now, the most urgent first. A validator that was killed in any phase finds its scores and salt on disk, and
 * goes on from what the chain says.
 * @param scored what is on disk, of whatever epoch
 * @param silent whether it takes no part
 */
export function actionsFor(state: ValidatorState, scored: Scored | undefined, silent: boolean): Action[] {
  const { phase, slot, epoch, committed, revealed, blocksLeft } = state;
  const own = scored?.epoch === epoch ? scored : undefined;
  const actions: Action[] = [];
  if (slot !== undefined && !silent) {
    // A transaction is in the next block at the earliest, which must be of the phase still.
    const inTime = blocksLeft > 0;
    if (phase === "reveal" && inTime && own && own.commitment === committed && !revealed)
      actions.push("reveal");
    if (phase === "query" && !own) actions.push("score");
    if (phase === "commit" && inTime && committed === undefined) actions.push(own ? "commit" : "score");
  }
  return actions;
}

/** The epoch that can be aggregated; SubnetEpochs._openEpoch. */
export const openEpochOf = ({
  epoch,
  phase,
}: Pick<ValidatorState, "epoch" | "phase">): bigint | undefined => {
  if (phase === "aggregate") return epoch;
  return phase === "reveal" || epoch === 1n ? undefined : epoch - 1n;
};

/**
 * Whether to aggregate now. One does; who it is changes from epoch to epoch, and the others take over one by one when it
 * does not.
 */
export function isMyTurn(state: ValidatorState): boolean {
  const open = openEpochOf(state);
  if (open === undefined || state.lastAggregated >= open || state.slot === undefined) return false;
  const order = (state.slot + Number(open % BigInt(state.validators || 1))) % (state.validators || 1);
  return state.openFor >= order * TURN;
}
