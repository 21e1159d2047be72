import { concat, type Hex, keccak256, stringToHex } from "viem";

/**
 * The private key of a miner or a validator of this stack: the same for the same name, told by nothing but the stack's
 * own key.
 * @param seed the key of the account role `subnets`
 * @param name such as `text-0` or `validator-0`
 */
export const identityKey = (seed: Hex, name: string): Hex =>
  keccak256(concat([seed, stringToHex(`tensora subnets ${name}`)]));
