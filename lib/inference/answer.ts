import {
  type Address,
  type Hex,
  hashTypedData,
  keccak256,
  recoverAddress,
  stringToHex,
  type TypedDataDomain,
} from "viem";
import { z } from "zod";

const hex = z.string().regex(/^0x([0-9a-fA-F]{2})*$/) as unknown as z.ZodType<Hex>;
const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/) as unknown as z.ZodType<Hex>;

/** The body of `POST /infer`. Without an id the task's is the hash of its text. */
export const questionSchema = z.strictObject({ task: z.string().min(1), taskId: hash.optional() });
export type Question = z.infer<typeof questionSchema>;

/** The answer to it: the result, and the miner's signature over it. */
export const answerSchema = z.object({ result: hex, signature: hex });
export type Answer = z.infer<typeof answerSchema>;

/** The id of a task that nobody has given one: the hash of its text in UTF-8. */
export const taskIdOf = (task: string): Hex => keccak256(stringToHex(task));

/** Where answers are signed for: a subnet's desk. */
export interface SigningPlace {
  chainId: number;
  /** The subnet's InferenceDesk. */
  desk: Address;
  subnet: Address;
}

/** What is signed: that an account's miner has answered a task of a subnet with a result. */
export interface Signed {
  taskId: Hex;
  result: Hex;
  /** The account of the miner, which need not be the key that signs. */
  miner: Address;
}

const TYPES = {
  Inference: [
    { name: "subnet", type: "address" },
    { name: "taskId", type: "bytes32" },
    { name: "resultHash", type: "bytes32" },
    { name: "miner", type: "address" },
  ],
} as const;

/** An answer as EIP-712 has it; InferenceDesk.digestOf is its hash. */
export function typedAnswer({ chainId, desk, subnet }: SigningPlace, { taskId, result, miner }: Signed) {
  const domain: TypedDataDomain = {
    name: "Tensora Inference",
    version: "1",
    chainId,
    verifyingContract: desk,
  };
  const message = { subnet, taskId, resultHash: keccak256(result), miner };
  return { domain, types: TYPES, primaryType: "Inference", message } as const;
}

/** Who has signed an answer; undefined where that is no signature. */
export async function signerOf(
  place: SigningPlace,
  signed: Signed,
  signature: Hex,
): Promise<Address | undefined> {
  try {
    return await recoverAddress({ hash: hashTypedData(typedAnswer(place, signed)), signature });
  } catch {
    return undefined;
  }
}
