import { type Hex, zeroAddress, zeroHash } from "viem";
import { sha256 } from "../lib/digest.ts";
import { bytesOf, hexOf, quantity } from "./bytes.ts";
import { keccak, type RlpItem, rlp, trieRoot } from "./trie.ts";

/** What of block 0 is not the same on every chain, as the genesis file has it. */
export interface GenesisHeader {
  timestamp: Hex;
  extraData: Hex;
  gasLimit: Hex;
  coinbase: Hex;
  baseFeePerGas: Hex;
}

/** Forks that add fields to the header, if they are active in block 0; each needs the ones before. */
export interface HeaderForks {
  shanghai: boolean;
  cancun: boolean;
  prague: boolean;
}

const LOGS_BLOOM = new Uint8Array(256);
const NONCE = new Uint8Array(8);

/** The hash of a block 0 without transactions whose difficulty is 0 and whose base fee is from London. */
export function genesisHash(header: GenesisHeader, stateRoot: Hex, forks: HeaderForks): Hex {
  const empty = trieRoot([]);
  const zeroWord = bytesOf(zeroHash);
  const zero = quantity(0);
  const fields: RlpItem[] = [
    zeroWord, // parent
    keccak(rlp([])), // uncles
    bytesOf(header.coinbase),
    bytesOf(stateRoot),
    empty, // transactions
    empty, // receipts
    LOGS_BLOOM,
    zero, // difficulty
    zero, // number
    quantity(header.gasLimit),
    zero, // gas used
    quantity(header.timestamp),
    bytesOf(header.extraData),
    zeroWord, // mix digest
    NONCE,
    quantity(header.baseFeePerGas),
    ...(forks.shanghai ? [empty] : []), // withdrawals
    ...(forks.cancun ? [zero, zero, zeroWord] : []), // blob gas used, excess blob gas, beacon root
    ...(forks.prague ? [Buffer.from(sha256(""), "hex")] : []), // requests: none
  ];
  return hexOf(keccak(rlp(fields)));
}

/** The whole header for the genesis file; geth fills in what is not here. */
export const genesisFields = (header: GenesisHeader) => ({
  nonce: "0x0",
  timestamp: header.timestamp,
  extraData: header.extraData,
  gasLimit: header.gasLimit,
  difficulty: "0x0",
  mixHash: zeroHash,
  coinbase: header.coinbase,
  number: "0x0",
  gasUsed: "0x0",
  parentHash: zeroHash,
  baseFeePerGas: header.baseFeePerGas,
});

export const NO_COINBASE = zeroAddress;
/** What EIP-1559 begins with: 1 gwei. */
export const INITIAL_BASE_FEE: Hex = "0x3b9aca00";
