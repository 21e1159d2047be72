import fs from "node:fs";
import type { Hex } from "viem";
import type { BatchType, Compression, RollupFacts } from "../types.ts";

/**
 * A channel that op-batcher posted on a local chain, and the L2 blocks in it as op-geth has them. One block has a
 * transaction of every kind: legacy with and without a chain id, access list, dynamic fee, creation, authorizations.
 */
export interface Vector {
  rollup: RollupFacts;
  compression: Compression;
  batchTypes: BatchType[];
  compressedBytes: number;
  rawBytes: number;
  /** Of each batch transaction, in order. */
  calldata: Hex[];
  blocks: {
    number: number;
    timestamp: number;
    l1Origin: number;
    transactions: { hash: Hex; raw: Hex }[];
  }[];
}

export const VECTORS = ["singular-zlib", "span-zlib", "span-brotli"] as const;

export const vector = (name: (typeof VECTORS)[number]): Vector =>
  JSON.parse(fs.readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
