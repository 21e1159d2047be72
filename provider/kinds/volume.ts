import fs from "node:fs/promises";
import path from "node:path";
import type { VolumeInputs } from "../../components/resources.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { ResourceKind } from "../kind.ts";

/** A durable folder that only its owner enters. Deleting it deletes everything in it. */
export const volumeKind: ResourceKind<VolumeInputs, Record<string, never>> = {
  type: "tensora:index:Volume",
  replaceOnChanges: ["folder", "genesis"],

  async check({ folder }, _olds, { urn }) {
    if (folder === undefined || isOfStack(folder, urn)) return [];
    return [{ property: "folder", reason: notOfStack(folder, urn) }];
  },

  async diff(id, olds, _outputs, news) {
    const replaces = (["folder", "genesis"] as const).filter((name) => olds[name] !== news[name]);
    // The new folder is at the same path: the old one must be gone first.
    if (replaces.length > 0) return { changed: replaces, replaces, deleteBeforeReplace: true };
    return (await isFolder(id)) ? { changed: [] } : { changed: ["present"], reason: `${id} is gone` };
  },

  async create({ folder }) {
    await ensure(folder);
    return { id: folder, outputs: {} };
  },

  async read(id) {
    return (await isFolder(id)) ? {} : undefined;
  },

  async update(id) {
    await ensure(id);
    return {};
  },

  async delete(id, _inputs, _outputs, { urn }) {
    if (!isOfStack(id, urn)) throw new TensoraError(notOfStack(id, urn), { where: urn });
    await fs.rm(id, { recursive: true, force: true, maxRetries: 3 });
  },
};

async function ensure(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  await fs.chmod(folder, 0o700);
}

async function isFolder(folder: string): Promise<boolean> {
  const found = await fs.stat(folder).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Everything of a stack lies in a folder of its name: nothing above or outside of one is ever deleted. */
function isOfStack(folder: string, urn: string): boolean {
  const above = path.dirname(folder).split(path.sep);
  return path.isAbsolute(folder) && path.normalize(folder) === folder && above.includes(stackOf(urn));
}

/** The stack of `urn:pulumi:stack::project::type::name`. */
const stackOf = (urn: string) => urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";

const notOfStack = (folder: string, urn: string) =>
  `${folder} is not below the folder of the stack ${stackOf(urn)}`;
