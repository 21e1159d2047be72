import { type Address, type Chain, defineChain } from "viem";
import { chainConfig } from "viem/op-stack";
import type { SettlementAddresses } from "../spec/contracts.ts";

/** Where a chain is reached and which chain it must be. */
export interface ChainEndpoint {
  rpcUrl: string;
  chainId: number;
}

/** The native coin of both layers. */
const BNB = { name: "BNB", symbol: "BNB", decimals: 18 } as const;

/** Multicall3 is among the preinstalls of every OP Stack genesis, and at the same place on most public chains. */
export const CANONICAL_MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

/** The L1 as viem wants it. @param settlement names the Multicall3, without which viem can't batch reads */
export function l1Chain(l1: ChainEndpoint, settlement?: Pick<SettlementAddresses, "Multicall3">) {
  const common = { ...endpoint(l1), name: "Tensora L1" };
  if (!settlement) return defineChain(common);
  return defineChain({ ...common, contracts: { multicall3: { address: settlement.Multicall3 } } });
}

/** The L2 with the contracts that viem's bridge actions look up by the L1's chain id. */
export function l2Chain(
  l2: ChainEndpoint,
  l1: Pick<ChainEndpoint, "chainId">,
  settlement: SettlementAddresses,
) {
  const onL1 = (address: Address) => ({ [l1.chainId]: { address } });
  return defineChain({
    ...chainConfig,
    ...endpoint(l2),
    name: "Tensora",
    sourceId: l1.chainId,
    contracts: {
      ...chainConfig.contracts,
      multicall3: { address: CANONICAL_MULTICALL3 },
      portal: onL1(settlement.OptimismPortal),
      l2OutputOracle: onL1(settlement.L2OutputOracle),
      l1StandardBridge: onL1(settlement.L1StandardBridge),
    },
  });
}

/** The L2 for plain reads and transactions, without the bridge. */
export const plainL2Chain = (l2: ChainEndpoint) =>
  defineChain({
    ...chainConfig,
    ...endpoint(l2),
    name: "Tensora",
    contracts: { ...chainConfig.contracts, multicall3: { address: CANONICAL_MULTICALL3 } },
  });

/** The URL of a chain made here. */
export function urlOf(chain: Chain): string {
  const url = chain.rpcUrls.default.http[0];
  if (url === undefined) throw new Error(`chain ${chain.id} has no RPC URL`);
  return url;
}

const endpoint = (chain: ChainEndpoint) => ({
  id: chain.chainId,
  nativeCurrency: BNB,
  rpcUrls: { default: { http: [chain.rpcUrl] } },
});
