import type { Wei } from "../spec/devnet.ts";

const DECIMALS = 18;

/** BNB or TORA as a decimal number, exact, in the smallest units. */
export function wei(amount: number | string): Wei {
  // Below a millionth JavaScript writes an exponent.
  const text = typeof amount === "number" && amount < 1e-6 ? amount.toFixed(DECIMALS) : String(amount);
  const [whole = "0", fraction = ""] = text.split(".");
  return `${BigInt(whole + fraction.padEnd(DECIMALS, "0"))}`;
}
