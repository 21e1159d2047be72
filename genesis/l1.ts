import { toHex } from "viem";
import { l1Allocation } from "./allocation.ts";
import { type GenesisHeader, genesisFields, genesisHash, INITIAL_BASE_FEE, NO_COINBASE } from "./header.ts";
import { l1ChainConfig } from "./l1-chain-config.ts";
import { stateRoot } from "./state-root.ts";
import type { GenesisFiles } from "./types.ts";
import type { GenesisSpec } from "../spec/contracts.ts";

/**
 * The genesis of a dev L1: every fork up to Prague, and funds for all roles.
 * @param timestamp seconds since the epoch; close to now, for the rollup may start from this very block
 */
export function l1Genesis(spec: Pick<GenesisSpec, "l1">, timestamp: number): GenesisFiles {
  const { chainId, gasLimit, prefunded } = spec.l1;
  const header: GenesisHeader = {
    timestamp: toHex(timestamp),
    extraData: "0x",
    gasLimit: toHex(gasLimit),
    coinbase: NO_COINBASE,
    baseFeePerGas: INITIAL_BASE_FEE,
  };
  const alloc = l1Allocation(chainId, prefunded);
  const root = stateRoot(alloc);
  return {
    genesis: { config: l1ChainConfig(spec), ...genesisFields(header), alloc },
    stateRoot: root,
    hash: genesisHash(header, root, { shanghai: true, cancun: true, prague: true }),
  };
}
