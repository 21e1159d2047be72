import { ifThere } from "../../../runtimes/docker/client.ts";
import { conditionOf } from "../../../runtimes/docker/control.ts";
import { CONTAINER_TYPE } from "../../../runtimes/docker/names.ts";
import type { ResourceContext, ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { KNOWN, TREATMENT } from "./container-args.ts";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";
import { changesOf } from "./container-changes.ts";
import { wellOrFailed } from "./container-health.ts";
import { daemonOf, unknownInputs } from "./host.ts";
import { make } from "./make.ts";
import { isOwn, refuseForeign } from "./ownership.ts";
import { removeAside, rollOut, stop, takeBackAside } from "./rollout.ts";

/** A container that runs, and is well by its own health check where it is asked to be. */
export const containerKind: ResourceKind<ContainerInputs, Partial<ContainerInputs>> = {
  type: CONTAINER_TYPE,
  // Everything else that changes is rolled out in place, so that there is a way back.
  replaceOnChanges: ["name"],
  check: async (news) => unknownInputs(news, KNOWN),

  async diff(id, olds, _outputs, news, ctx) {
    const changed = changedProperties({ ...olds }, { ...news });
    if (changed.includes("name")) return { changed, replaces: ["name"], deleteBeforeReplace: true };
    const found = await ifThere(daemonOf(ctx).getContainer(id).inspect());
    if (found) refuseForeign("container", id, found.Config.Labels, olds.labels);
    if (isAnother(changed)) return { changed, reason: changesOf(olds, news) };
    const condition = found ? conditionOf(found) : "dead";
    if (condition === "running" || condition === "starting") return { changed };
    return { changed: [...changed, "alive"], reason: found ? `is ${condition}` : "does not exist" };
  },

  async create(inputs, ctx) {
    await removeFormer(inputs, ctx);
    await make(inputs, ctx);
    return { id: inputs.name, outputs: outputsOf(inputs) };
  },

  unfinished: (inputs) => ({ id: inputs.name, outputs: outputsOf(inputs) }),

  async read(id, inputs, _outputs, ctx) {
    return (await ifThere(daemonOf(ctx).getContainer(id).inspect())) ? outputsOf(inputs) : undefined;
  },

  async update(id, olds, _outputs, news, ctx) {
    const takenBack = await takeBackAside(id, ctx);
    if (isAnother(changedProperties({ ...olds }, { ...news }))) {
      await rollOut(olds, news, ctx);
      return outputsOf(news);
    }
    const container = daemonOf(ctx).getContainer(id);
    const found = await ifThere(container.inspect());
    if (found && takenBack) await container.start();
    if (found && (takenBack || (found.State.Running && !found.State.Restarting))) {
      await wellOrFailed(container, news, ctx);
      return outputsOf(news);
    }
    // Made anew rather than started: a container that has given up has lost its restart policy.
    if (found) await container.remove({ force: true, v: true });
    await make(news, ctx);
    return outputsOf(news);
  },

  async delete(id, { destroyGraceSeconds, labels }, _outputs, ctx) {
    const container = daemonOf(ctx).getContainer(id);
    const found = await ifThere(container.inspect());
    if (found && isOwn(found.Config.Labels, labels)) {
      await stop(container, destroyGraceSeconds);
      await ifThere(container.remove({ force: true, v: true }));
    }
    await removeAside(id, ctx);
  },
};

/** Whether it is another container: what says how it is treated does not make it one. */
const isAnother = (changed: readonly string[]) => changed.some((property) => !TREATMENT.includes(property));

/** What the state keeps of it: nothing that could be secret. */
const outputsOf = ({ name, image }: ContainerInputs) => ({ name, image });

/** A container of this name and stack is what an interrupted creation has left; another's is not touched. */
async function removeFormer({ name, labels }: ContainerInputs, ctx: ResourceContext): Promise<void> {
  const container = daemonOf(ctx).getContainer(name);
  const found = await ifThere(container.inspect());
  if (!found) return;
  refuseForeign("container", name, found.Config.Labels, labels);
  await container.remove({ force: true, v: true });
}
