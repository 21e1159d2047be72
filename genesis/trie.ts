import { keccak256, toRlp } from "viem";

/** What RLP encodes: bytes, or a list. */
export type RlpItem = Uint8Array | readonly RlpItem[];

export type TrieEntry = readonly [key: Uint8Array, value: Uint8Array];

const EMPTY: Uint8Array = new Uint8Array();
const BRANCHES = 16;
/** A node of fewer bytes stands in its parent itself, not by its hash. */
const HASH_SIZE = 32;

export const rlp = (item: RlpItem): Uint8Array => toRlp(item as Parameters<typeof toRlp>[0], "bytes");
export const keccak = (bytes: Uint8Array): Uint8Array => keccak256(bytes, "bytes");

/**
 * The root of a Merkle-Patricia trie.
 * @param entries distinct keys with values that are not empty, in any order
 */
export function trieRoot(entries: readonly TrieEntry[]): Uint8Array {
  if (entries.length === 0) return keccak(rlp(EMPTY));
  const sorted = entries
    .map(([key, value]) => ({ path: nibbles(key), value }))
    .sort((a, b) => Buffer.compare(a.path, b.path));
  return keccak(rlp(nodeOf(sorted, 0)));
}

interface Leaf {
  /** One nibble a byte, so that paths compare as keys do. */
  path: Uint8Array;
  value: Uint8Array;
}

/** The node for sorted leaves that have the first `depth` nibbles in common. */
function nodeOf(leaves: readonly Leaf[], depth: number): RlpItem {
  const [first, last] = [leaves[0], leaves.at(-1)];
  if (first === undefined || last === undefined) return EMPTY;
  if (first === last) return [compact(first.path.subarray(depth), true), first.value];
  const end = commonEnd(first.path, last.path, depth);
  if (end === depth) return branchOf(leaves, depth);
  return [compact(first.path.subarray(depth, end), false), reference(branchOf(leaves, end))];
}

function branchOf(leaves: readonly Leaf[], depth: number): RlpItem {
  const first = leaves[0];
  const ends = first?.path.length === depth;
  const children: RlpItem[] = [];
  let from = ends ? 1 : 0;
  for (let nibble = 0; nibble < BRANCHES; nibble++) {
    let to = from;
    while (leaves[to]?.path[depth] === nibble) to++;
    children.push(to === from ? EMPTY : reference(nodeOf(leaves.slice(from, to), depth + 1)));
    from = to;
  }
  return [...children, ends && first ? first.value : EMPTY];
}

function reference(node: RlpItem): RlpItem {
  const encoded = rlp(node);
  return encoded.length < HASH_SIZE ? node : keccak(encoded);
}

/** Where sorted paths stop to agree: as far as the first agrees with the last, all between do. */
function commonEnd(first: Uint8Array, last: Uint8Array, depth: number): number {
  let end = depth;
  while (end < first.length && first[end] === last[end]) end++;
  return end;
}

function nibbles(key: Uint8Array): Uint8Array {
  const path = new Uint8Array(key.length * 2);
  key.forEach((byte, i) => {
    path[i * 2] = byte >> 4;
    path[i * 2 + 1] = byte & 15;
  });
  return path;
}

/** Nibbles in bytes: the first tells whether their number is odd and whether the path ends here. */
function compact(path: Uint8Array, ends: boolean): Uint8Array {
  const odd = path.length % 2;
  const bytes = new Uint8Array(1 + (path.length - odd) / 2);
  bytes[0] = (ends ? 0x20 : 0) | (odd ? 0x10 | (path[0] ?? 0) : 0);
  for (let i = odd; i < path.length; i += 2) {
    bytes[(i - odd) / 2 + 1] = ((path[i] ?? 0) << 4) | (path[i + 1] ?? 0);
  }
  return bytes;
}
