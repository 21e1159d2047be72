export { l1Genesis } from "./l1.ts";
export { type L1ChainConfig, l1ChainConfig } from "./l1-chain-config.ts";
export { l2Genesis } from "./l2.ts";
export { PREDEPLOYS } from "./predeploys.ts";
export { genesisSpec } from "./spec.ts";
export type * from "./types.ts";
