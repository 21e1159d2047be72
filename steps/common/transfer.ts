import { type Address, encodeFunctionData, erc20Abi } from "viem";

/** The call of a token's transfer. @param amount in the token's smallest unit */
export const transferData = (to: Address, amount: bigint) =>
  encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
