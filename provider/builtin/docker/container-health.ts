import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { ProgramError, TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import { CRASH_LOOP, textOf } from "../../../runtimes/docker/control.ts";
import type { ResourceContext } from "../../kind.ts";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";

const LAST_LINES = 20;
/** Milliseconds between two questions to a container that is not well yet; each starts a program in it. */
const EVERY = 150;
/** Seconds that a container is waited for where the program does not say. */
const PATIENCE = 60;
/** Milliseconds that a container without a health check must have stayed up. */
const SETTLED = 1000;

/**
 * Waits until a container's own health check says that it is well, asking sooner than the daemon would.
 * @throws ProgramError with the last lines and the reason of the end when it ends again and again or lacked memory
 */
export async function wellOrFailed(
  container: Docker.Container,
  inputs: ContainerInputs,
  ctx: ResourceContext,
) {
  const { healthcheck, wait = false, waitTimeout = PATIENCE } = inputs;
  const giveUp = () => failureOf(container, inputs);
  if (!wait || !healthcheck) {
    await sleep(SETTLED, undefined, { signal: ctx.signal });
    const failure = await giveUp();
    if (failure) throw failure;
    return;
  }
  const probe = healthcheck.tests.slice(1);
  const options = { deadline: waitTimeout, every: EVERY, signal: ctx.signal, giveUp };
  try {
    await until(
      `${inputs.name} to pass its health check ${probe.slice(1).join(" ")}`,
      () => passes(container, probe),
      options,
    );
  } catch (error) {
    if (error instanceof ProgramError || ctx.signal.aborted) throw error;
    throw new TensoraError(`${inputs.name} is not ready`, {
      where: inputs.name,
      cause: error,
      next: (await lastLines(container)).map((line) => `its log: ${line}`),
    });
  }
}

/** Runs the health check in the container. */
async function passes(container: Docker.Container, command: string[]): Promise<boolean> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  // Its end is the program's end.
  for await (const _ of stream);
  const { ExitCode, Running } = await exec.inspect();
  return !Running && ExitCode === 0;
}

/** Why there is no more hope for a container; undefined while there is some. */
async function failureOf(container: Docker.Container, { name }: ContainerInputs): Promise<Error | undefined> {
  const { State, RestartCount, Path, Args } = await container.inspect();
  const memory = State.OOMKilled;
  if (!memory && RestartCount < CRASH_LOOP && (State.Running || State.Restarting)) return undefined;
  const words = memory ? "was killed: it needs more memory than its limit" : "keeps exiting";
  // Left as it is found, for whoever looks at it; but not restarted for ever.
  await container.update({ RestartPolicy: { Name: "no" } });
  await container.stop().catch(() => undefined);
  return new ProgramError(
    `${name} ${RestartCount === 0 && !memory ? "has ended" : words}`,
    [Path, ...Args],
    { code: State.ExitCode, signal: null },
    await lastLines(container),
    {
      where: name,
      next: [
        memory
          ? "raise its resources.memoryMb"
          : `run \`docker logs ${name}\`; the container is kept until the next \`up\``,
      ],
    },
  );
}

async function lastLines(container: Docker.Container): Promise<string[]> {
  const log = await container.logs({ stdout: true, stderr: true, tail: LAST_LINES });
  return textOf(log as unknown as Buffer)
    .split("\n")
    .filter(Boolean);
}
