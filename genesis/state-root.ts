import type { Hex } from "viem";
import { bytesOf, hexOf, quantity, word } from "./bytes.ts";
import { keccak, rlp, type TrieEntry, trieRoot } from "./trie.ts";
import type { Allocation, GenesisAccount } from "./types.ts";

/** The state root of a chain whose accounts are exactly these. */
export function stateRoot(allocation: Allocation): Hex {
  const codeHash = codeHashes();
  const entries = Object.entries(allocation).map(
    ([address, account]): TrieEntry => [
      keccak(bytesOf(address as Hex)),
      rlp([
        quantity(account.nonce ?? 0),
        quantity(account.balance),
        storageRoot(account.storage),
        codeHash(account.code),
      ]),
    ],
  );
  return hexOf(trieRoot(entries));
}

/** Zero words are no words of storage. */
function storageRoot(storage: GenesisAccount["storage"] = {}): Uint8Array {
  const set = Object.entries(storage).filter(([, value]) => BigInt(value) !== 0n);
  return trieRoot(
    set.map(([slot, value]) => [keccak(bytesOf(word(slot as Hex))), rlp(quantity(value))] as const),
  );
}

/** Hashes every code once: the proxies have one in common. */
function codeHashes(): (code?: Hex) => Uint8Array {
  const known = new Map<Hex, Uint8Array>();
  return (code = "0x") => {
    const hash = known.get(code) ?? keccak(bytesOf(code));
    known.set(code, hash);
    return hash;
  };
}
