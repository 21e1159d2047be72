import path from "node:path";
import type { Hex } from "viem";
import { z } from "zod";
import { readIfThere, writeSecret } from "../../lib/files.ts";
import type { Scored } from "./plan.ts";

const hex = z.string().regex(/^0x[0-9a-f]*$/) as unknown as z.ZodType<Hex>;
const schema = z.strictObject({
  epoch: z.string().transform(BigInt),
  weights: hex,
  salt: hex,
  commitment: hex,
});

/**
 * What a validator has scored and not revealed yet, in a file of its own: whole or not at all, and its owner's only. It is
 * on disk before the commitment is sent, so that a kill at any moment leaves nothing that cannot be revealed.
 */
export class Store {
  private readonly file: string;
  private known: Scored | undefined;

  constructor(dir: string, validator: string, subnet: string) {
    this.file = path.join(dir, `${validator}-${subnet}.json`);
  }

  async read(): Promise<Scored | undefined> {
    if (this.known) return this.known;
    const text = await readIfThere(this.file);
    if (text !== undefined) this.known = schema.parse(JSON.parse(text));
    return this.known;
  }

  async write(scored: Scored): Promise<void> {
    await writeSecret(this.file, `${JSON.stringify({ ...scored, epoch: String(scored.epoch) })}\n`);
    this.known = scored;
  }
}
