import { concat, type Hex, keccak256, toHex, toRlp } from "viem";
import { BatchError } from "./errors.ts";
import type { ByteReader } from "./reader.ts";
import { decodeRlp, type RlpValue, readRlpItem, rlpInteger, rlpList, trimmed } from "./rlp.ts";
import type { BatchTransaction } from "./types.ts";

/** What a span batch keeps of a transaction in columns, one for each field. */
interface Columns {
  creates: boolean[];
  yParities: boolean[];
  signatures: { r: Hex; s: Hex }[];
  recipients: Hex[];
  contents: Content[];
  nonces: bigint[];
  gases: bigint[];
  /** Of legacy transactions only: the signature names the chain (EIP-155). */
  protections: boolean[];
}

/** The fields that a span batch keeps together, as RLP. */
interface Content {
  type: TransactionType;
  fields: readonly RlpValue[];
}

/** Fields kept together by type: value, price or tip and fee cap, data, then access list and authorizations. */
const CONTENT_FIELDS = { 0: 3, 1: 4, 2: 5, 4: 6 } as const;
type TransactionType = keyof typeof CONTENT_FIELDS;

/** Reads the columns of a span batch and puts the signed transactions together again. */
export function readSpanTransactions(reader: ByteReader, total: number, chainId: number): BatchTransaction[] {
  const columns = readColumns(reader, total);
  let recipients = 0;
  let legacy = 0;
  return columns.contents.map((content, i) => {
    const to = columns.creates[i] ? "0x" : (columns.recipients[recipients++] as Hex);
    const yParity = columns.yParities[i] ? 1 : 0;
    const isProtected = content.type === 0 && columns.protections[legacy++] === true;
    const v = content.type === 0 ? legacyV(yParity, isProtected ? chainId : undefined) : rlpInteger(yParity);
    const { r, s } = columns.signatures[i] as { r: Hex; s: Hex };
    const nonce = rlpInteger(columns.nonces[i] as bigint);
    const gas = rlpInteger(columns.gases[i] as bigint);
    const raw = assemble(content, { chainId: rlpInteger(chainId), nonce, gas, to, signature: [v, r, s] });
    return { raw, hash: keccak256(raw) };
  });
}

/** The order is the format's. */
function readColumns(reader: ByteReader, total: number): Columns {
  const each = <T>(read: (what: string) => T, what: string, count = total): T[] =>
    Array.from({ length: count }, (_, i) => read(`${what} of transaction ${i}`));
  const creates = reader.bits(total, "contract creation bits");
  const yParities = reader.bits(total, "y parity bits");
  const signatures = each((what) => ({ r: readWord(reader, what), s: readWord(reader, what) }), "signature");
  const calls = creates.filter((create) => !create).length;
  const recipients = each((what) => toHex(reader.bytes(20, what)), "recipient", calls);
  const contents = each((what) => readContent(reader, what), "content");
  const nonces = each((what) => reader.uvarint(what), "nonce");
  const gases = each((what) => reader.uvarint(what), "gas limit");
  const legacy = contents.filter(({ type }) => type === 0).length;
  const protections = reader.bits(legacy, "protected bits");
  return { creates, yParities, signatures, recipients, contents, nonces, gases, protections };
}

const readWord = (reader: ByteReader, what: string) => trimmed(reader.bytes(32, what));

function readContent(reader: ByteReader, what: string): Content {
  const type = reader.peek(what) < 0x80 ? reader.byte(what) : 0;
  if (!(type in CONTENT_FIELDS)) throw new BatchError(`${what}: transaction type ${type} is unknown`);
  const known = type as TransactionType;
  const item = readRlpItem(reader, what);
  return { type: known, fields: rlpList(decodeRlp(item, what), CONTENT_FIELDS[known], what) };
}

/** The signature's v of a legacy transaction. @param chainId left out when the signature doesn't name the chain */
const legacyV = (yParity: number, chainId: number | undefined): Hex =>
  rlpInteger(chainId === undefined ? 27 + yParity : BigInt(chainId) * 2n + 35n + BigInt(yParity));

interface Envelope {
  chainId: Hex;
  nonce: Hex;
  gas: Hex;
  to: Hex;
  signature: readonly Hex[];
}

/** A signed transaction in its own encoding. */
function assemble({ type, fields }: Content, { chainId, nonce, gas, to, signature }: Envelope): Hex {
  if (type === 0) {
    const [value, price, data] = fields as [RlpValue, RlpValue, RlpValue];
    return encode([nonce, price, gas, to, value, data, ...signature]);
  }
  if (type === 4 && to === "0x")
    throw new BatchError("a transaction with authorizations can't create a contract");
  const [value, ...rest] = fields as [RlpValue, ...RlpValue[]];
  const prices = rest.slice(0, type === 1 ? 1 : 2);
  const data = rest.slice(prices.length);
  return concat([
    toHex(type, { size: 1 }),
    encode([chainId, nonce, ...prices, gas, to, value, ...data, ...signature]),
  ]);
}

const encode = (values: RlpValue[]): Hex => toRlp(values as Hex[]);
