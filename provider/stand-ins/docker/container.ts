import { TensoraError } from "../../../lib/errors.ts";
import { ifThere } from "../../../runtimes/docker/client.ts";
import { conditionOf } from "../../../runtimes/docker/control.ts";
import { LABELS } from "../../../runtimes/docker/labels.ts";
import type { ResourceContext, ResourceKind } from "../../kind.ts";
import { changedProperties } from "../../server/compare.ts";
import { type ContainerInputs, createOptions, KNOWN, TREATMENT } from "./container-args.ts";
import { changesOf } from "./container-changes.ts";
import { wellOrFailed } from "./container-health.ts";
import { daemonOf, labelsOf, unknownInputs } from "./host.ts";

/** A container that runs, and is well by its own health check where it is asked to be. */
export const containerKind: ResourceKind<ContainerInputs, Partial<ContainerInputs>> = {
  type: "docker:index/container:Container",
  replaceOnChanges: KNOWN.filter((property) => !TREATMENT.includes(property)),
  check: async (news) => unknownInputs(news, KNOWN),

  async diff(id, olds, _outputs, news, ctx) {
    const changed = changedProperties({ ...olds }, { ...news });
    const replaces = changed.filter((property) => !TREATMENT.includes(property));
    // The new one has the same name, ports and volume.
    if (replaces.length > 0)
      return { changed, replaces, deleteBeforeReplace: true, reason: changesOf(olds, news) };
    const found = await ifThere(daemonOf(ctx).getContainer(id).inspect());
    const condition = found ? conditionOf(found) : "dead";
    if (condition === "running" || condition === "starting") return { changed };
    return { changed: [...changed, "alive"], reason: found ? `is ${condition}` : "is not there" };
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

  async update(id, _olds, _outputs, news, ctx) {
    const container = daemonOf(ctx).getContainer(id);
    const found = await ifThere(container.inspect());
    if (found?.State.Running && !found.State.Restarting) {
      await wellOrFailed(container, news, ctx);
      return outputsOf(news);
    }
    // Made anew rather than started: a container that has given up has lost its restart policy.
    if (found) await container.remove({ force: true, v: true });
    await make(news, ctx);
    return outputsOf(news);
  },

  async delete(id, { destroyGraceSeconds = 10 }, _outputs, ctx) {
    const container = daemonOf(ctx).getContainer(id);
    const NOT_RUNNING = 304;
    await ifThere(container.stop({ t: destroyGraceSeconds })).catch((error) => {
      if (error.statusCode !== NOT_RUNNING) throw error;
    });
    await ifThere(container.remove({ force: true, v: true }));
  },
};

/** What the state keeps of it: nothing that could be secret. */
const outputsOf = ({ name, image }: ContainerInputs) => ({ name, image });

async function make(inputs: ContainerInputs, ctx: ResourceContext): Promise<void> {
  const container = await daemonOf(ctx).createContainer(createOptions(inputs));
  try {
    await container.start();
  } catch (cause) {
    throw notStarted(inputs, cause);
  }
  await wellOrFailed(container, inputs, ctx);
}

/** A container of this name and stack is what an interrupted creation has left; another's is not touched. */
async function removeFormer({ name, labels }: ContainerInputs, ctx: ResourceContext): Promise<void> {
  const container = daemonOf(ctx).getContainer(name);
  const found = await ifThere(container.inspect());
  if (!found) return;
  const own = labelsOf(labels)[LABELS.stack];
  if (own === undefined || found.Config.Labels[LABELS.stack] !== own)
    throw new TensoraError(`there is a container ${name} already, which is not this stack's`, {
      where: name,
      next: [`look at it with \`docker inspect ${name}\`, and remove it or give the stack another name`],
    });
  await container.remove({ force: true, v: true });
}

function notStarted({ name, labels }: ContainerInputs, cause: unknown): TensoraError {
  const service = labelsOf(labels)[LABELS.service] ?? name;
  const taken = /(?:bind|allocated|in use).*?:(\d+)|:(\d+).*(?:already|in use|allocated)/.exec(String(cause));
  const port = taken?.[1] ?? taken?.[2];
  return new TensoraError(`${name} could not be started${port ? `: port ${port} is taken` : ""}`, {
    where: `services.${service}`,
    cause,
    next: port
      ? ["end what listens there, name another port, or let free ports be picked: `--set ports=free`"]
      : [],
  });
}
