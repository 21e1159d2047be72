import { sha256 } from "../../lib/digest.ts";
import fs from "node:fs/promises";
import type { ConfigFileInputs, ConfigFileOutputs } from "../../resources/files.ts";
import { readIfThere, writeSecret } from "../../lib/files.ts";
import { samePlace } from "../../lib/place.ts";
import type { Difference, ResourceKind } from "../kind.ts";

/** A file of a service's configuration. It may hold a token, so only its owner reads it. */
export const configFileKind: ResourceKind<ConfigFileInputs, ConfigFileOutputs> = {
  type: "tensora:index:ConfigFile",
  replaceOnChanges: ["file"],

  async diff(_id, olds, _outputs, { file, text, owner }): Promise<Difference> {
    if (!samePlace(olds.file, file)) return { changed: ["file"], replaces: ["file"] };
    if (olds.text !== text) return { changed: ["text", "digest"] };
    const there = await readIfThere(file);
    if (there === undefined) return { changed: ["digest"], reason: `${file} is gone` };
    if (there !== text) return { changed: ["digest"], reason: `${file} was changed` };
    if (owner !== undefined && (await fs.stat(file)).uid !== owner)
      return { changed: ["owner"], reason: `${file} does not belong to user ${owner}` };
    return { changed: [] };
  },

  async create(inputs) {
    return { id: inputs.file, outputs: await write(inputs) };
  },

  async read(_id, { file }) {
    const text = await readIfThere(file);
    return text === undefined ? undefined : { digest: sha256(text) };
  },

  update: (_id, _olds, _outputs, news) => write(news),

  async delete(_id, { file }) {
    await fs.rm(file, { force: true });
  },
};

async function write({ file, text, owner }: ConfigFileInputs): Promise<ConfigFileOutputs> {
  await writeSecret(file, text);
  if (owner !== undefined) await fs.chown(file, owner, owner);
  return { digest: sha256(text) };
}
