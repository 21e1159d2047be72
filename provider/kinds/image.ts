import fs from "node:fs";
import type { ImageInputs } from "../../resources/image.ts";
import { dockerAt, ifThere, mustAnswer } from "../../runtimes/docker/client.ts";
import { ensureImage } from "../../toolchain/images/image.ts";
import type { ResourceContext, ResourceKind } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";

/** Docker says this of an image that a container still has. */
const IN_USE = 409;

/** An image of a program of the toolchain: made once for all stacks, and loaded into a daemon that lacks it. */
export const imageKind: ResourceKind<ImageInputs, Record<string, never>> = {
  type: "tensora:index:Image",
  replaceOnChanges: ["program", "official", "name", "host"],

  async diff(_id, olds, _outputs, news) {
    const replaces = changedProperties({ ...olds }, { ...news });
    if (replaces.length > 0) return { changed: replaces, replaces };
    return (await isThere(news)) ? { changed: [] } : { changed: ["present"], reason: "is not in the daemon" };
  },

  async create(inputs, ctx) {
    await ensure(inputs, ctx);
    return { id: inputs.name, outputs: {} };
  },

  async read(_id, inputs) {
    return (await isThere(inputs)) ? {} : undefined;
  },

  async update(_id, _olds, _outputs, news, ctx) {
    await ensure(news, ctx);
    return {};
  },

  /** An image that another stack's containers have stays. */
  async delete(id, { host }) {
    await ifThere(dockerAt(host).getImage(id).remove()).catch((error) => {
      if (error.statusCode !== IN_USE) throw error;
    });
  },
};

const isThere = async ({ host, name }: ImageInputs) =>
  (await ifThere(dockerAt(host).getImage(name).inspect())) !== undefined;

async function ensure(inputs: ImageInputs, { log }: ResourceContext): Promise<void> {
  await mustAnswer(inputs.host);
  if (await isThere(inputs)) return;
  const file = await ensureImage(inputs, ({ what, state }) => log(`${what}: ${state}`));
  log("loading the image");
  const docker = dockerAt(inputs.host);
  const progress = await docker.loadImage(fs.createReadStream(file));
  await new Promise<void>((done, failed) =>
    docker.modem.followProgress(progress, (error: Error | null) => (error ? failed(error) : done())),
  );
}
