import { encodeAbiParameters, keccak256 } from "viem";
import { draw } from "./random.ts";
import type { EpochOutput } from "../../../../subnets/yuma/epoch.ts";
import { epoch } from "../../../../subnets/yuma/epoch.ts";

/** How many seeds there are, two epochs each, and how many share a digest. */
export const seeds = 1000;
export const seedsPerDigest = 25;

const numbers = { type: "uint256[]" } as const;
const fields = [numbers, numbers, numbers, numbers, numbers, numbers, { type: "uint256[][]" }] as const;
const chain = [{ type: "bytes32" }, { type: "bytes32" }] as const;

/** The hash of all that an epoch ends with, ABI-encoded. */
function digestOf(output: EpochOutput): `0x${string}` {
  const { stake, consensus, ranks, trust, incentive, dividends, bonds } = output;
  return keccak256(
    encodeAbiParameters(fields, [stake, consensus, ranks, trust, incentive, dividends, bonds]),
  );
}

/** A digest for every `seedsPerDigest` seeds. */
export function digests(): `0x${string}`[] {
  return Array.from({ length: seeds / seedsPerDigest }, (_, part) => {
    let digest: `0x${string}` = `0x${"00".repeat(32)}`;
    const take = (output: EpochOutput) => {
      digest = keccak256(encodeAbiParameters(chain, [digest, digestOf(output)]));
    };
    for (let seed = part * seedsPerDigest; seed < (part + 1) * seedsPerDigest; seed++) {
      const { first, nextWeights } = draw(BigInt(seed));
      const output = epoch(first);
      take(output);
      take(epoch({ ...first, weights: nextWeights, bonds: output.bonds }));
    }
    return digest;
  });
}

/** The text of the Solidity library that holds the digests. */
export function digestLibrary(): string {
  return `// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @notice Digests of the results of ${seeds} random epochs and their successors, as the TypeScript oracle computes them.
/// Written by \`npx tsx contracts/test/subnets/oracle/write-digests.ts\`.
library YumaDigests {
    uint256 internal constant SEEDS = ${seeds};
    uint256 internal constant SEEDS_PER_DIGEST = ${seedsPerDigest};

    bytes internal constant ALL = ${digests()
      .map((digest) => `hex"${digest.slice(2)}"`)
      .join("\n        ")};
}
`;
}
