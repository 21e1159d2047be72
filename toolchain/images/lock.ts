import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { parseDocument } from "yaml";
import { z } from "zod";
import { TensoraError } from "../../lib/errors.ts";
import { writeAtomic } from "../../lib/files.ts";
import { projectRoot } from "../../lib/root.ts";
import { programPath } from "../lookup.ts";

/** Stands where no registry has been asked for a digest. */
export const NOT_VERIFIED = "not verified";
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Milliseconds that a registry may take for an answer. */
const PATIENCE = 20_000;

const lockSchema = z.record(
  z.string(),
  z.strictObject({
    image: z.string().regex(/^[^@\s]+:[\w.-]+$/),
    digest: z.union([z.literal(NOT_VERIFIED), z.string().regex(DIGEST)]),
  }),
);

/** Official images by the name of their program. */
export type ImageLock = z.infer<typeof lockSchema>;

/** How an image of the lock file stands to what its registry has now. */
export interface ImageState {
  name: string;
  image: string;
  /** Of the lock file. */
  digest: string;
  state: "as locked" | "drifted" | "not verified" | "no answer";
  /** The registry's digest, or why there is none. */
  found: string;
}

export const lockFile = () => path.join(projectRoot(), "toolchain", "images.lock.yaml");

/** @throws TensoraError when the file is not what it must be */
export function readLock(file: string): ImageLock {
  const read = lockSchema.safeParse(parseDocument(fs.readFileSync(file, "utf8")).toJS());
  if (read.success) return read.data;
  const next = read.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
  throw new TensoraError("the image lock file is not valid", { where: file, next });
}

/** Asks each image's registry for its digest. */
export const lookUp = (lock: ImageLock): Promise<ImageState[]> =>
  Promise.all(Object.entries(lock).map(([name, entry]) => lookUpOne(name, entry)));

async function lookUpOne(name: string, { image, digest }: ImageLock[string]): Promise<ImageState> {
  const asked = await execa(programPath("crane"), ["digest", image], { reject: false, timeout: PATIENCE });
  const answer = asked.stdout?.trim() ?? "";
  if (asked.failed || !DIGEST.test(answer)) {
    const why = asked.timedOut ? "no answer in time" : (asked.stderr.trim().split("\n").at(-1) ?? "");
    return { name, image, digest, state: "no answer", found: why };
  }
  if (digest === NOT_VERIFIED) return { name, image, digest, state: NOT_VERIFIED, found: answer };
  return { name, image, digest, state: answer === digest ? "as locked" : "drifted", found: answer };
}

/** Writes the digests that the registries have answered with; what had no answer, and every comment, stays. */
export async function writeLock(file: string, states: readonly ImageState[]): Promise<void> {
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  for (const { name, state, found } of states)
    if (state !== "no answer") document.setIn([name, "digest"], found);
  await writeAtomic(file, document.toString({ lineWidth: 0 }));
}
