import fs from "node:fs/promises";
import path from "node:path";
import type { VolumeInputs } from "../../resources/service.ts";
import { TensoraError } from "../../lib/errors.ts";
import { samePlace } from "../../lib/place.ts";
import type { ResourceKind } from "../kind.ts";
import { stackOf } from "../server/operation.ts";

/** A durable folder that only its owner enters. Deleting it deletes everything in it. */
export const volumeKind: ResourceKind<VolumeInputs, Record<string, never>> = {
  type: "tensora:index:Volume",
  holds: "a chain",
  replaceOnChanges: ["folder", "genesis"],

  async check({ folder }, _olds, { urn }) {
    if (folder === undefined || isOfStack(folder, urn)) return [];
    return [{ property: "folder", reason: notOfStack(folder, urn) }];
  },

  async diff(_id, olds, _outputs, news) {
    const moved = samePlace(olds.folder, news.folder) ? [] : ["folder"];
    const replaces = olds.genesis === news.genesis ? moved : [...moved, "genesis"];
    if (replaces.length > 0) return { changed: replaces, replaces, deleteBeforeReplace: true };
    const there = await isFolder(news.folder);
    return there ? { changed: [] } : { changed: ["present"], reason: `${news.folder} is gone` };
  },

  async create({ folder }) {
    await ensure(folder);
    return { id: folder, outputs: {} };
  },

  async read(_id, { folder }) {
    return (await isFolder(folder)) ? {} : undefined;
  },

  async update(_id, _olds, _outputs, { folder }) {
    await ensure(folder);
    return {};
  },

  async delete(id, { folder }, _outputs, { urn }) {
    const outside = [id, folder].find((place) => !isOfStack(place, urn));
    if (outside !== undefined) throw new TensoraError(notOfStack(outside, urn), { where: urn });
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
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

const notOfStack = (folder: string, urn: string) =>
  `${folder} is not below the folder of the stack ${stackOf(urn)}`;
