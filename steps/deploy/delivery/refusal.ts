import { messageOf } from "../../../lib/errors.ts";

/** What a node's refusal of a transaction means for a deployment. */
export type Refusal =
  /** The node has it, or it is mined: nothing to do. */
  | "had"
  /** It offers too little for the pool, the base fee, or for the transaction it would replace. */
  | "underpriced"
  /** It can never be accepted as it is. */
  | "hopeless"
  /** A busy or absent node: worth another try. */
  | "transient";

/** The words of geth, bsc, erigon, nethermind, reth and anvil; the protocol has no codes for these. */
const WORDS: [RegExp, Refusal][] = [
  [/already ?known|already imported|known transaction|nonce too low|old ?nonce/i, "had"],
  [/underpriced|less than block base fee|fee ?too ?low|tip .*below/i, "underpriced"],
  [
    /insufficient (funds|balance)|exceeds (the )?block gas limit|gas limit too high|gas limit too low/i,
    "hopeless",
  ],
  [
    /intrinsic gas|floor data gas|oversized|init ?code size|invalid (sender|chain ?id|signature)|eip-155/i,
    "hopeless",
  ],
];

/** Reads a node's refusal. Unknown words count as transient: the deadline ends the tries and names the last one. */
export function refusalOf(error: unknown): Refusal {
  const text = refusalText(error);
  return WORDS.find(([words]) => words.test(text))?.[1] ?? "transient";
}

/** What the node said, without the client's wrapping. */
export function refusalText(error: unknown): string {
  const details = (error as { details?: string } | undefined)?.details;
  return details ?? messageOf(error);
}
