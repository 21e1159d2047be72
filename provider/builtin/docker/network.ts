import { ifThere } from "../../../runtimes/docker/client.ts";
import type { ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { isOwn, refuseForeign } from "./ownership.ts";
import { daemonOf, labelsOf, unknownInputs } from "./host.ts";
import type { Label } from "../../../runtimes/docker/container-inputs.ts";

interface Inputs {
  name: string;
  driver?: string;
  labels?: Label[];
}

const KNOWN = ["name", "driver", "labels"] satisfies (keyof Inputs)[];

/** A network that containers find each other in by name. */
export const networkKind: ResourceKind<Inputs, Inputs> = {
  type: "docker:index/network:Network",
  replaceOnChanges: KNOWN,
  check: async (news) => unknownInputs(news, KNOWN),

  async diff(id, olds, _outputs, news, ctx) {
    const replaces = changedProperties({ ...olds }, { ...news });
    if (replaces.length > 0) return { changed: replaces, replaces, deleteBeforeReplace: true };
    const there = await ifThere(daemonOf(ctx).getNetwork(id).inspect());
    if (there) refuseForeign("network", id, there.Labels, olds.labels);
    return there ? { changed: [] } : { changed: ["present"], reason: "the network is gone" };
  },

  async create(inputs, ctx) {
    await ensure(inputs, ctx);
    return { id: inputs.name, outputs: inputs };
  },

  async read(id, inputs, _outputs, ctx) {
    return (await ifThere(daemonOf(ctx).getNetwork(id).inspect())) ? inputs : undefined;
  },

  async update(_id, _olds, _outputs, news, ctx) {
    await ensure(news, ctx);
    return news;
  },

  async delete(id, { labels }, _outputs, ctx) {
    const network = daemonOf(ctx).getNetwork(id);
    const found = await ifThere(network.inspect());
    if (found && isOwn(found.Labels, labels)) await ifThere(network.remove());
  },
};

async function ensure({ name, driver = "bridge", labels }: Inputs, ctx: Parameters<typeof daemonOf>[0]) {
  const docker = daemonOf(ctx);
  const found = await ifThere(docker.getNetwork(name).inspect());
  if (found) return refuseForeign("network", name, found.Labels, labels);
  await docker.createNetwork({ Name: name, Driver: driver, Labels: labelsOf(labels), CheckDuplicate: true });
}
