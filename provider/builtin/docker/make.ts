import { TensoraError } from "../../../lib/errors.ts";
import { LABELS } from "../../../runtimes/docker/labels.ts";
import type { ResourceContext } from "../../kind.ts";
import { createOptions } from "./container-args.ts";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";
import { wellOrFailed } from "./container-health.ts";
import { daemonOf, labelsOf } from "./host.ts";

/** Makes a container, starts it and waits until it is well. */
export async function make(inputs: ContainerInputs, ctx: ResourceContext): Promise<void> {
  const container = await daemonOf(ctx).createContainer(createOptions(inputs));
  try {
    await container.start();
  } catch (cause) {
    throw notStarted(inputs, cause);
  }
  await wellOrFailed(container, inputs, ctx);
}

function notStarted({ name, labels }: ContainerInputs, cause: unknown): TensoraError {
  const service = labelsOf(labels)[LABELS.service] ?? name;
  const taken = /(?:bind|allocated|in use).*?:(\d+)|:(\d+).*(?:already|in use|allocated)/.exec(String(cause));
  const port = taken?.[1] ?? taken?.[2];
  return new TensoraError(`${name} could not be started${port ? `: port ${port} is taken` : ""}`, {
    where: `services.${service}`,
    cause,
    next: port
      ? ["stop the program that listens there, set another port, or use free ports: `--set ports=free`"]
      : [],
  });
}
