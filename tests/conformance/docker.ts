import type { ServiceName } from "../../spec/services.ts";
import { dockerAt } from "../../runtimes/docker/client.ts";
import { dockerControl } from "../../runtimes/docker/control.ts";
import { LABELS } from "../../runtimes/docker/labels.ts";
import { names } from "../../runtimes/docker/names.ts";
import type { TestStack } from "../e2e/stack.ts";
import { type Daemon, dockerDaemon } from "./docker-daemon.ts";
import type { Machine } from "./machine.ts";

export interface DockerMachine extends Machine {
  daemon: Daemon;
  /** Stops a stack's containers, or that of one service, as `docker stop` does. */
  stop(stack: TestStack, service?: string): Promise<void>;
  /** What a service's container runs. */
  entrypoint(stack: TestStack, service: ServiceName): Promise<string[]>;
}

/** Containers of a real Docker daemon. */
export async function dockerMachine(): Promise<DockerMachine> {
  const daemon = await dockerDaemon();
  const { host } = daemon;
  const docker = dockerAt(host);
  const containersOf = (stack: string, all: boolean) =>
    docker.listContainers({ all, filters: { label: [`${LABELS.stack}=${stack}`] } });
  return {
    daemon,
    values: { runtime: { kind: "docker", dockerHost: host } },
    healing: 60,
    async running({ name }) {
      const found = await containersOf(name, false);
      const started = found.map(async ({ Id, Labels }) => {
        const { State } = await docker.getContainer(Id).inspect();
        return [Labels[LABELS.service] ?? "", `${Id} ${State.StartedAt}`];
      });
      return Object.fromEntries(await Promise.all(started));
    },
    kill: ({ name }, service) =>
      dockerControl.kill({
        runtime: "docker",
        host,
        container: names.container(name, service as ServiceName),
      }),
    async stop({ name }, service) {
      for (const { Id, Labels } of await containersOf(name, false))
        if (service === undefined || Labels[LABELS.service] === service)
          await docker.getContainer(Id).stop({ t: 15 });
    },
    async entrypoint({ name }, service) {
      const { Path, Args } = await docker.getContainer(names.container(name, service)).inspect();
      return [Path, ...Args];
    },
    async leftovers({ name }) {
      const [containers, volumes, networks] = await Promise.all([
        containersOf(name, true),
        docker.listVolumes(),
        docker.listNetworks(),
      ]);
      const prefix = names.network(name);
      const called = [...volumes.Volumes.map((v) => v.Name), ...networks.map((n) => n.Name)];
      return [...containers.flatMap((c) => c.Names), ...called.filter((text) => text.startsWith(prefix))];
    },
    end: () => daemon.end(),
  };
}
