import { stringToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { bytesOf, hexOf } from "./bytes.ts";
import { stateRoot } from "./state-root.ts";
import { trieRoot } from "./trie.ts";
import type { Allocation } from "./types.ts";
import sepolia from "./vectors/sepolia.json" with { type: "json" };

/** Ethereum's common test vectors of tries whose order of insertion does not matter. */
const VECTORS: [name: string, entries: Record<string, string>, root: string][] = [
  ["nothing", {}, "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"],
  [
    "a single item",
    { A: "a".repeat(50) },
    "0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab",
  ],
  [
    "keys that begin alike, one within the other",
    { doe: "reindeer", dog: "puppy", dogglesworth: "cat" },
    "0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3",
  ],
  [
    "nodes that are too short for a hash",
    { do: "verb", horse: "stallion", doge: "coin", dog: "puppy" },
    "0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84",
  ],
  [
    "a key that goes on where another ends",
    { foo: "bar", food: "bass" },
    "0x17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3",
  ],
  [
    "small values",
    { be: "e", dog: "puppy", bed: "d" },
    "0x3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b",
  ],
  [
    "values of two lengths",
    { test: "test", te: "testy" },
    "0x8452568af70d8d140f58d941338542f645fcca50094b20f3c3d8c3df49337928",
  ],
];

describe("a trie", () => {
  it.each(VECTORS)("of %s has the root that every client has", (_, entries, root) => {
    const encoded = Object.entries(entries).map(
      ([key, value]) => [stringToBytes(key), stringToBytes(value)] as const,
    );
    expect(hexOf(trieRoot(encoded))).toBe(root);
    expect(hexOf(trieRoot(encoded.toReversed()))).toBe(root);
  });
});

describe("a state root", () => {
  it("of Sepolia's first accounts is Sepolia's", () => {
    expect(stateRoot(sepolia.alloc as Allocation)).toBe(sepolia.stateRoot);
  });

  it("leaves out words that are zero", () => {
    const account = { balance: "0x1", code: "0x00" } as const;
    const address = "0x0000000000000000000000000000000000000001";
    expect(stateRoot({ [address]: { ...account, storage: { "0x01": "0x00" } } })).toBe(
      stateRoot({ [address]: account }),
    );
  });
});

it("odd digits are bytes with a zero in front", () => {
  expect(hexOf(bytesOf("0x123"))).toBe("0x0123");
});
