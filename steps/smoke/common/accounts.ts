import { concat, type Hex, keccak256, stringToHex } from "viem";

/** What a smoke step needs an account of its own for. */
export type Purpose = "deposit" | "forced" | "withdrawal" | "tora users";

/**
 * The key of an account that one step has for itself, derived from the user's: nobody else sends or receives there, so
 * that balances and nonces tell what the step did, and what it leaves there is not lost.
 */
export const ownKey = (user: Hex, purpose: Purpose): Hex =>
  keccak256(concat([user, stringToHex(`tensora smoke ${purpose}`)]));
