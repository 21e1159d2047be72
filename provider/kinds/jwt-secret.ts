import { randomBytes } from "node:crypto";
import { sha256 } from "../../lib/digest.ts";
import fs from "node:fs/promises";
import type { JwtSecretInputs, JwtSecretOutputs } from "../../resources/files.ts";
import { readIfThere, writeSecret } from "../../lib/files.ts";
import { samePlace } from "../../lib/place.ts";
import type { Difference, ResourceKind } from "../kind.ts";

const OWNER_ONLY = 0o600;

/** A secret of 32 bytes in a file that only its owner reads. A valid file that is there already is kept. */
export const jwtSecretKind: ResourceKind<JwtSecretInputs, JwtSecretOutputs> = {
  type: "tensora:index:JwtSecret",
  replaceOnChanges: ["file"],

  async diff(_id, olds, outputs, { file, owner }): Promise<Difference> {
    if (!samePlace(olds.file, file)) return { changed: ["file"], replaces: ["file"] };
    const secret = await readIfThere(file);
    if (secret === undefined) return { changed: ["digest"], reason: `${file} is gone` };
    if (sha256(secret) !== outputs.digest) return { changed: ["digest"], reason: `${file} was changed` };
    if (await readableByOthers(file)) return { changed: ["mode"], reason: `${file} can be read by others` };
    if (owner !== undefined && (await fs.stat(file)).uid !== owner)
      return { changed: ["owner"], reason: `${file} does not belong to user ${owner}` };
    return { changed: [] };
  },

  async create(inputs) {
    return { id: inputs.file, outputs: await ensure(inputs) };
  },

  async read(_id, { file }) {
    const secret = await readIfThere(file);
    return secret === undefined ? undefined : { digest: sha256(secret) };
  },

  update: (_id, _olds, _outputs, news) => ensure(news),

  async delete(_id, { file }) {
    await fs.rm(file, { force: true });
  },
};

async function ensure({ file, owner }: JwtSecretInputs): Promise<JwtSecretOutputs> {
  const there = await readIfThere(file);
  const secret = there !== undefined && isSecret(there) ? there : randomBytes(32).toString("hex");
  if (secret === there) await fs.chmod(file, OWNER_ONLY);
  else await writeSecret(file, secret);
  if (owner !== undefined) await fs.chown(file, owner, owner);
  return { digest: sha256(secret) };
}

/** What execution clients and op-node take. */
const isSecret = (text: string) => /^(0x)?[0-9a-fA-F]{64}$/.test(text.trim());

const readableByOthers = async (file: string) => ((await fs.stat(file)).mode & 0o077) !== 0;
