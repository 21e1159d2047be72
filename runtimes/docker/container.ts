import type { DevnetSpec } from "../../spec/devnet.ts";
import { CONTAINER_USER, entrypointOf } from "../../toolchain/images/contents.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import { probeOf, startOf } from "../common/contained.ts";
import { stackFile } from "../common/layout.ts";
import type { PendingService } from "../common/runtime.ts";
import type { OfficialImages, ServiceSpec } from "../../spec/service.ts";
import { LABELS } from "./labels.ts";
import { names } from "./names.ts";
import { filePath } from "./placement.ts";

/** Seconds between two questions of the daemon whether a container is well; each starts a program in it. */
const HEALTH_INTERVAL = 15;

/** Who containers run as: the owner of the stack's files, but never root. */
export const containerUser = (uid: number | undefined) => (uid ? uid : CONTAINER_USER);

/** A service as a container of @pulumi/docker, as far as it is known before anything is made. Pure. */
export function containerArgs(spec: DevnetSpec, service: PendingService, { image, user }: Known) {
  const { name, ports, files, durable, health, stop, resources } = service;
  return {
    name: names.container(spec.stack, name),
    image,
    user: `${user}:${user}`,
    entrypoints: startOf(service),
    networksAdvanced: [{ name: names.network(spec.stack), aliases: [name] }],
    ports: Object.values(ports).map((port) => ({ internal: port, external: port, ip: spec.listen })),
    volumes: [
      ...files.map((file) => ({
        hostPath: stackFile(spec.dir, file),
        containerPath: filePath(file),
        readOnly: true,
      })),
      ...(durable ? [{ volumeName: names.volume(spec.stack, name), containerPath: PLACES.data }] : []),
    ],
    readOnly: true,
    tmpfs: { "/tmp": "rw,noexec,nosuid,size=64m" },
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    restart: "unless-stopped",
    healthcheck: {
      tests: ["CMD", ...probeOf(health, ports)],
      interval: `${HEALTH_INTERVAL}s`,
      timeout: "5s",
      retries: 3,
      startPeriod: `${health.deadline}s`,
    },
    wait: true,
    waitTimeout: health.deadline,
    stopSignal: stop.signal,
    stopTimeout: stop.grace,
    destroyGraceSeconds: stop.grace,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    memory: resources.memoryMb,
    cpus: resources.cpus === undefined ? undefined : String(resources.cpus),
  };
}

/** What a service does not say of its container. */
export interface Known {
  image: string;
  user: number;
}

/** What the attendant becomes: the program with its arguments. */
export const containerCommand = (
  officials: OfficialImages,
  program: ServiceSpec["program"],
  args: string[],
) => [...entrypointOf(program, program in officials), ...args];

/**
 * What tells whose a container is, and of which program's digest.
 * @param owner the mark of everything that the stack has made
 * @param triggers values whose change makes another container
 */
export function containerLabels(
  spec: DevnetSpec,
  { name, role, program }: Pick<ServiceSpec, "name" | "role" | "program">,
  version: string,
  triggers: Record<string, string>,
  owner?: string,
) {
  const labels: Record<string, string> = {
    [LABELS.stack]: spec.stack,
    ...(owner === undefined ? {} : { [LABELS.owner]: owner }),
    [LABELS.service]: name,
    [LABELS.role]: role,
    [LABELS.program]: program,
    [LABELS.version]: version,
  };
  for (const [key, value] of Object.entries(triggers)) labels[LABELS.trigger + key] = value;
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}

/** The environment of a container, secrets included. */
export const containerEnv = ({
  env = {},
  secretEnv = {},
}: Pick<ServiceSpec, "env" | "secretEnv">): string[] =>
  Object.entries({ ...env, ...secretEnv }).map(([name, value]) => `${name}=${value}`);
