import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex, toHex } from "viem";

/** SubnetScores.SCORES: what tells a commitment of all scores from other hashes. */
const SCORES = keccak256(
  stringToHex(
    "Scores(uint256 chainId,address subnet,uint64 epoch,address validator,bytes weights,bytes32 salt)",
  ),
);

const WORDS = ["bytes32", "uint256", "address", "uint64", "address", "bytes32", "bytes32"].map((type) => ({
  type,
}));

/** Scores as `revealScores` takes them: 2 bytes a miner, big-endian, by uid. @param weights 0 to 65,535 by uid */
export function packWeights(weights: ReadonlyMap<number, number>): Hex {
  const length = Math.max(-1, ...weights.keys()) + 1;
  const numbers = Array.from({ length }, (_, uid) => weights.get(uid) ?? 0);
  return `0x${numbers.map((weight) => toHex(weight, { size: 2 }).slice(2)).join("")}`;
}

/** What a validator commits to; Subnet.commitmentOf. */
export function commitmentOf(
  at: { chainId: number; subnet: Address; epoch: bigint; validator: Address },
  weights: Hex,
  salt: Hex,
): Hex {
  const values = [SCORES, BigInt(at.chainId), at.subnet, at.epoch, at.validator, keccak256(weights), salt];
  return keccak256(encodeAbiParameters(WORDS, values));
}
