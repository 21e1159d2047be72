import { parseAbi } from "viem";

/** A whole coin or token of so much wei: series are in whole ones. */
export const coins = (wei: bigint) => Number(wei) / 1e18;

/** Balances by Multicall3, so that they are of the same block as what is read with them. */
export const BALANCES = parseAbi(["function getEthBalance(address) view returns (uint256)"]);
