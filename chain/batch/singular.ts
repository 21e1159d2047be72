import { hexToNumber, keccak256 } from "viem";
import { BatchError } from "./errors.ts";
import { decodeRlp, type RlpValue, rlpList, rlpString } from "./rlp.ts";
import type { BatchBlock } from "./types.ts";

/** A singular batch: RLP of parent hash, L1 origin's number and hash, timestamp, transactions. */
export function decodeSingular(bytes: Uint8Array): BatchBlock {
  const [, l1Origin, , timestamp, transactions] = rlpList(
    decodeRlp(bytes, "singular batch"),
    5,
    "singular batch",
  );
  return {
    timestamp: integer(timestamp, "timestamp"),
    l1Origin: integer(l1Origin, "L1 origin"),
    transactions: rlpList(transactions, undefined, "transactions").map((transaction) => {
      const raw = rlpString(transaction, "transaction");
      return { raw, hash: keccak256(raw) };
    }),
  };
}

function integer(value: RlpValue | undefined, what: string): number {
  const hex = rlpString(value, what);
  const number = hex === "0x" ? 0 : hexToNumber(hex);
  if (!Number.isSafeInteger(number)) throw new BatchError(`${what} is out of range`);
  return number;
}
