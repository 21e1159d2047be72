import { ifThere } from "../../../runtimes/docker/client.ts";
import type { ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { isOwn, refuseForeign } from "./ownership.ts";
import { daemonOf, labelsOf, unknownInputs } from "./host.ts";
import type { Label } from "../../../runtimes/docker/container-inputs.ts";

interface Inputs {
  name: string;
  labels?: Label[];
}

const KNOWN = ["name", "labels"] satisfies (keyof Inputs)[];

/** A named volume; deleted with all that is in it. */
export const volumeKind: ResourceKind<Inputs, Inputs> = {
  type: "docker:index/volume:Volume",
  holds: "a chain",
  replaceOnChanges: KNOWN,
  check: async (news) => unknownInputs(news, KNOWN),

  async diff(id, olds, _outputs, news, ctx) {
    const replaces = changedProperties({ ...olds }, { ...news });
    if (replaces.length > 0) return { changed: replaces, replaces, deleteBeforeReplace: true };
    const there = await ifThere(daemonOf(ctx).getVolume(id).inspect());
    if (there) refuseForeign("volume", id, there.Labels, olds.labels);
    return there ? { changed: [] } : { changed: ["present"], reason: "the volume is gone" };
  },

  // A volume of this stack that is there already is what an interrupted creation has left: the daemon gives it back.
  async create(inputs, ctx) {
    const found = await ifThere(daemonOf(ctx).getVolume(inputs.name).inspect());
    if (found) refuseForeign("volume", inputs.name, found.Labels, inputs.labels);
    await daemonOf(ctx).createVolume({ Name: inputs.name, Labels: labelsOf(inputs.labels) });
    return { id: inputs.name, outputs: inputs };
  },

  async read(id, inputs, _outputs, ctx) {
    return (await ifThere(daemonOf(ctx).getVolume(id).inspect())) ? inputs : undefined;
  },

  async update(_id, _olds, _outputs, news, ctx) {
    await daemonOf(ctx).createVolume({ Name: news.name, Labels: labelsOf(news.labels) });
    return news;
  },

  async delete(id, { labels }, _outputs, ctx) {
    const volume = daemonOf(ctx).getVolume(id);
    const found = await ifThere(volume.inspect());
    if (found && isOwn(found.Labels, labels)) await ifThere(volume.remove());
  },
};
