import { ifThere } from "../../../runtimes/docker/client.ts";
import type { ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { daemonOf, type Label, labelsOf, unknownInputs } from "./host.ts";

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

  async delete(id, _inputs, _outputs, ctx) {
    await ifThere(daemonOf(ctx).getNetwork(id).remove());
  },
};

async function ensure({ name, driver = "bridge", labels }: Inputs, ctx: Parameters<typeof daemonOf>[0]) {
  const docker = daemonOf(ctx);
  if (await ifThere(docker.getNetwork(name).inspect())) return;
  await docker.createNetwork({ Name: name, Driver: driver, Labels: labelsOf(labels), CheckDuplicate: true });
}
