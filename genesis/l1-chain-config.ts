import { BLOCK_FORKS } from "./forks.ts";
import type { GenesisSpec } from "../spec/contracts.ts";

/** Blobs a block at a fork, and how fast their fee follows. */
interface BlobRules {
  target: number;
  max: number;
  baseFeeUpdateFraction: number;
}

/** What Cancun brought everywhere, and what BNB Smart Chain has kept since. */
const THREE_TO_SIX: BlobRules = { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 };
/** What Prague made of it on Ethereum. */
const SIX_TO_NINE: BlobRules = { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 };

/** BNB Smart Chain, its test network Chapel, and the id that private networks of it use. */
const BSC_CHAIN_IDS = [56, 97, 714];

export type L1ChainConfig = Record<string, unknown> & { chainId: number };

/**
 * The L1's rules as op-node reads them: geth's own format, of which unknown fields are refused. op-node uses them for
 * the blob fee that L2's L1 fee includes; mainnet and Sepolia are known to it and the file is not read there.
 */
export function l1ChainConfig({ l1 }: Pick<GenesisSpec, "l1">): L1ChainConfig {
  const bsc = l1.kind === "external" && BSC_CHAIN_IDS.includes(l1.chainId);
  return {
    chainId: l1.chainId,
    ...BLOCK_FORKS,
    terminalTotalDifficulty: 0,
    shanghaiTime: 0,
    cancunTime: 0,
    pragueTime: 0,
    blobSchedule: { cancun: THREE_TO_SIX, prague: bsc ? THREE_TO_SIX : SIX_TO_NINE },
  };
}
