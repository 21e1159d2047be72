import type Docker from "dockerode";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { ifThere } from "../../../runtimes/docker/client.ts";
import { conditionOf } from "../../../runtimes/docker/control.ts";
import type { ResourceContext } from "../../kind.ts";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";
import { wellOrFailed } from "./container-health.ts";
import { daemonOf } from "./host.ts";
import { make } from "./make.ts";

/** Where a container waits while another tries to take its place, and where one is kept that could not. */
export const asideOf = (name: string) => ({ former: `${name}-former`, failed: `${name}-failed` });

const SECONDS = 10;

/**
 * Puts a new container in the place of one that runs. The former one is stopped and set aside, since both have the same
 * name, ports and volume; it is started again when the new one does not become well, which is then kept for whoever
 * wants to know why.
 * @throws TensoraError that tells of both
 */
export async function rollOut(olds: ContainerInputs, news: ContainerInputs, ctx: ResourceContext) {
  const docker = daemonOf(ctx);
  const { former, failed } = asideOf(news.name);
  const found = await ifThere(docker.getContainer(news.name).inspect());
  const worth = found !== undefined && ["running", "starting"].includes(conditionOf(found));
  await removeAside(news.name, ctx);
  if (found && worth) {
    ctx.log("restarts");
    await stop(docker.getContainer(found.Id), olds.destroyGraceSeconds);
    await docker.getContainer(found.Id).rename({ name: former });
  } else if (found) await docker.getContainer(found.Id).remove({ force: true, v: true });
  try {
    await make(news, ctx);
  } catch (error) {
    if (!worth || ctx.signal.aborted) throw error;
    throw await putBack(olds, error, ctx);
  }
  await remove(docker.getContainer(former));
  await remove(docker.getContainer(failed));
}

/** Starts the former container again. @returns the error that tells of both */
async function putBack(olds: ContainerInputs, failure: unknown, ctx: ResourceContext): Promise<TensoraError> {
  const docker = daemonOf(ctx);
  const { name } = olds;
  const { former, failed } = asideOf(name);
  ctx.log("did not become ready: rolling back to its previous specification");
  const outcome = await again().then(
    () => "the previous one is running again",
    (error) => `the previous one was restored but did not become ready either: ${messageOf(error)}`,
  );
  return new TensoraError(`${name} did not become ready with its new specification; ${outcome}`, {
    where: name,
    cause: failure,
    next: [`see its log: \`docker logs ${failed}\` (kept until the next change)`],
  });

  async function again(): Promise<void> {
    const tried = docker.getContainer(name);
    await ifThere(stop(tried, olds.destroyGraceSeconds));
    await ifThere(tried.rename({ name: failed }));
    await docker.getContainer(former).rename({ name });
    await docker.getContainer(name).start();
    await wellOrFailed(docker.getContainer(name), olds, ctx);
  }
}

/**
 * Undoes what an interrupted change has left: a former container whose place is free gets it back.
 * @returns whether there was one
 */
export async function takeBackAside(name: string, ctx: ResourceContext): Promise<boolean> {
  const docker = daemonOf(ctx);
  if (await ifThere(docker.getContainer(name).inspect())) return false;
  const { former } = asideOf(name);
  if (!(await ifThere(docker.getContainer(former).inspect()))) return false;
  await docker.getContainer(former).rename({ name });
  return true;
}

/** Removes what stands aside. */
export async function removeAside(name: string, ctx: ResourceContext): Promise<void> {
  for (const other of Object.values(asideOf(name))) await remove(daemonOf(ctx).getContainer(other));
}

const remove = (container: Docker.Container) => ifThere(container.remove({ force: true, v: true }));

/** Stops a container unless it is stopped. @param grace seconds until it is killed */
export async function stop(container: Docker.Container, grace = SECONDS): Promise<void> {
  const NOT_RUNNING = 304;
  await ifThere(container.stop({ t: grace })).catch((error) => {
    if (error.statusCode !== NOT_RUNNING) throw error;
  });
}
