import path from "node:path";
import { stringify } from "yaml";
import type { ContainerInputs } from "./container-inputs.ts";
import { names } from "./names.ts";

/** The files of an exported stack by name, relative to one folder. Those of environment hold keys. */
export interface ComposeFiles {
  files: Record<string, string>;
  /** Names of the files that only their owner may read. */
  secret: string[];
}

export const COMPOSE_FILE = "compose.yaml";

/**
 * The containers of a stack as a file of Docker Compose. Volumes and the network are the stack's own: what Compose brings
 * up goes on with the stack's chains, so the stack's containers must be stopped meanwhile. Pure.
 * @param after names of the containers' services that must be healthy before a service starts
 */
export function composeFiles(
  stack: string,
  containers: readonly ContainerInputs[],
  after: (service: string) => readonly string[],
): ComposeFiles {
  const services = containers.map((container) => [serviceOf(container), container] as const);
  const volumes = containers.flatMap(({ volumes: all = [] }) =>
    all.flatMap(({ volumeName }) => volumeName ?? []),
  );
  const file = {
    services: Object.fromEntries(
      services.map(([name, container]) => [name, service(container, after(name))]),
    ),
    networks: { default: { name: names.network(stack), external: true } },
    volumes: Object.fromEntries(volumes.map((name) => [name, { name, external: true }])),
  };
  const environments = services.flatMap(([name, { envs = [] }]) =>
    envs.length > 0 ? [[`${name}.env`, `${envs.join("\n")}\n`] as const] : [],
  );
  return {
    files: { [COMPOSE_FILE]: stringify(file, { lineWidth: 0 }), ...Object.fromEntries(environments) },
    secret: environments.map(([name]) => name),
  };
}

/** The alias by which its neighbours know a container. */
const serviceOf = ({ name, networksAdvanced = [] }: ContainerInputs) =>
  networksAdvanced[0]?.aliases?.[0] ?? name;

function service(container: ContainerInputs, after: readonly string[]) {
  const { healthcheck: health, capabilities, logDriver, logOpts } = container;
  return defined({
    image: container.image,
    user: container.user,
    // Compose reads a dollar sign as the beginning of a variable.
    entrypoint: container.entrypoints?.map(literal),
    command: container.command?.map(literal),
    env_file: (container.envs ?? []).length > 0 ? [`${serviceOf(container)}.env`] : undefined,
    depends_on:
      after.length > 0
        ? Object.fromEntries(after.map((name) => [name, { condition: "service_healthy" }]))
        : undefined,
    ports: container.ports?.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`),
    volumes: container.volumes?.map(({ hostPath, volumeName, containerPath, readOnly }) => ({
      type: hostPath === undefined ? "volume" : "bind",
      source: hostPath ?? volumeName,
      target: containerPath,
      read_only: readOnly ?? false,
    })),
    read_only: container.readOnly,
    tmpfs: Object.entries(container.tmpfs ?? {}).map(([folder, options]) => `${folder}:${options}`),
    cap_drop: capabilities?.drops,
    security_opt: container.securityOpts,
    restart: container.restart,
    healthcheck: health && {
      test: health.tests,
      interval: health.interval,
      timeout: health.timeout,
      retries: health.retries,
      start_period: health.startPeriod,
    },
    stop_signal: container.stopSignal,
    stop_grace_period: `${container.stopTimeout}s`,
    logging: { driver: logDriver, options: logOpts },
    mem_limit: container.memory === undefined ? undefined : `${container.memory}m`,
    cpus: container.cpus,
  });
}

const literal = (text: string) => text.replaceAll("$", "$$$$");

const defined = (entries: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

/** Where an export goes unless the user says otherwise. @param dir the stack's folder */
export const composeFolder = (dir: string) => path.join(dir, "compose");
