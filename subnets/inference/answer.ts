import {
  type Address,
  encodeAbiParameters,
  type Hex,
  hashTypedData,
  hexToBytes,
  hexToString,
  keccak256,
  recoverAddress,
  stringToHex,
  type TypedDataDomain,
} from "viem";
import { z } from "zod";

const hex = z.string().regex(/^0x([0-9a-fA-F]{2})*$/) as unknown as z.ZodType<Hex>;
const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/) as unknown as z.ZodType<Hex>;

/**
 * The body of `POST /infer`. Without an id the task's is the hash of its text. Half of a surrogate pair has no UTF-8: what
 * is hashed would not be what was asked.
 */
export const questionSchema = z.strictObject({
  task: z
    .string()
    .min(1)
    .refine((task) => hexToString(stringToHex(task)) === task, "is not Unicode text"),
  taskId: hash.optional(),
});
export type Question = z.infer<typeof questionSchema>;

/** The answer to it: the result, and the miner's signature over it. */
export const answerSchema = z.object({ result: hex, signature: hex });
export type Answer = z.infer<typeof answerSchema>;

/** The hash of a task's text in UTF-8: what every signature binds, and the id of a task that nobody has given one. */
export const taskHashOf = (task: string): Hex => keccak256(stringToHex(task));

/**
 * The text of a task as a desk has it: another one has another hash.
 * @throws RangeError for bytes that are not UTF-8: what a miner read in them would not be what its signature binds
 */
export function taskTextOf(task: Hex): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(hexToBytes(task));
  } catch (cause) {
    throw new RangeError("the task is not UTF-8", { cause });
  }
}

/** The id of a request at a desk; InferenceDesk.taskIdOf. @param task its bytes */
export const requestTaskIdOf = (
  { chainId, desk }: Pick<SigningPlace, "chainId" | "desk">,
  requestId: bigint,
  task: Hex,
): Hex => keccak256(encodeAbiParameters(REQUEST, [BigInt(chainId), desk, requestId, keccak256(task)]));

const REQUEST = [{ type: "uint256" }, { type: "address" }, { type: "uint256" }, { type: "bytes32" }] as const;

/** Where answers are signed for: a subnet's desk. */
export interface SigningPlace {
  chainId: number;
  /** The subnet's InferenceDesk. */
  desk: Address;
  subnet: Address;
}

/**
 * What an answer answers: whoever asked over HTTP, or a request at a desk. They are different types, so that no answer of
 * one kind is one of the other, whatever id somebody asks under.
 */
export type AnswerKind = "HttpAnswer" | "DeskAnswer";

/** What is signed: that an account's miner has answered a task of a subnet with a result. */
export interface Signed {
  taskId: Hex;
  task: string;
  result: Hex;
  /** The account of the miner, which need not be the key that signs. */
  miner: Address;
}

/** A task, and what it is asked under. */
export type Asked = Pick<Signed, "task" | "taskId">;

const FIELDS = [
  { name: "subnet", type: "address" },
  { name: "taskId", type: "bytes32" },
  { name: "taskHash", type: "bytes32" },
  { name: "resultHash", type: "bytes32" },
  { name: "miner", type: "address" },
] as const;

/** An answer as EIP-712 has it; InferenceDesk.httpDigestOf and digestOf are its hashes. */
export function typedAnswer(
  kind: AnswerKind,
  { chainId, desk, subnet }: SigningPlace,
  { taskId, task, result, miner }: Signed,
) {
  const domain: TypedDataDomain = {
    name: "Tensora Inference",
    version: "1",
    chainId,
    verifyingContract: desk,
  };
  const message = { subnet, taskId, taskHash: taskHashOf(task), resultHash: keccak256(result), miner };
  return { domain, types: { [kind]: FIELDS }, primaryType: kind, message };
}

/** Who has signed an answer; undefined where that is no signature. */
export async function signerOf(
  kind: AnswerKind,
  place: SigningPlace,
  signed: Signed,
  signature: Hex,
): Promise<Address | undefined> {
  try {
    return await recoverAddress({ hash: hashTypedData(typedAnswer(kind, place, signed)), signature });
  } catch {
    return undefined;
  }
}
