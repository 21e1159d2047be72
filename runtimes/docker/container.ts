import type { DevnetSpec } from "../../config/spec.ts";
import { CONTAINER_USER, entrypointOf } from "../../toolchain/images/contents.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import { layout } from "../process/layout.ts";
import type { Health, ServiceSpec } from "../service.ts";
import { LABELS } from "./labels.ts";
import { names } from "./names.ts";
import { filePath } from "./placement.ts";

/** Seconds between two questions of the daemon whether a container is well; each starts a program in it. */
const HEALTH_INTERVAL = 15;

/** Who containers run as: the owner of the stack's files, but never root. */
export const containerUser = (uid: number | undefined) => (uid ? uid : CONTAINER_USER);

/** A service as a container of @pulumi/docker, but for its environment, which holds secrets. Pure. */
export function containerArgs(spec: DevnetSpec, service: ServiceSpec, known: Known) {
  const { name, role, program, args, ports, files, durable, init, health, stop, resources } = service;
  const [entry, ...first] = entrypointOf(program, program in spec.runtime.images);
  const initial = init ? ["--init", JSON.stringify(init.args), "--data", PLACES.data] : [];
  const triggers = Object.entries(known.triggers).map(([key, value]) => [LABELS.trigger + key, value]);
  const labels: Record<string, string> = {
    [LABELS.stack]: spec.stack,
    [LABELS.service]: name,
    [LABELS.role]: role,
    [LABELS.program]: program,
    [LABELS.version]: known.version,
    ...Object.fromEntries(triggers),
  };
  return {
    name: names.container(spec.stack, name),
    image: known.image,
    user: `${known.user}:${known.user}`,
    // It becomes the program itself: the program gets the signals.
    entrypoints: [PLACES.attendant, "start", ...initial, "--"],
    command: [entry, ...first, ...args],
    networksAdvanced: [{ name: names.network(spec.stack), aliases: [name] }],
    ports: Object.values(ports).map((port) => ({ internal: port, external: port, ip: spec.listen })),
    volumes: [
      ...files.map((file) => ({
        hostPath: layout.file(spec.dir, file),
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
      tests: ["CMD", PLACES.attendant, "probe", ...probeOf(health, ports)],
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
    labels: Object.entries(labels).map(([label, value]) => ({ label, value })),
    memory: resources.memoryMb,
    cpus: resources.cpus === undefined ? undefined : String(resources.cpus),
  };
}

/** What is known of a container besides its service. */
export interface Known {
  image: string;
  user: number;
  version: string;
  triggers: Record<string, string>;
}

/** The environment of a container, secrets included. */
export const containerEnv = ({ env = {}, secretEnv = {} }: ServiceSpec): string[] =>
  Object.entries({ ...env, ...secretEnv }).map(([name, value]) => `${name}=${value}`);

/** The arguments of the attendant's `probe` that ask what a health asks. */
export function probeOf(health: Health, ports: Record<string, number>): string[] {
  const url = `http://127.0.0.1:${ports[health.port]}`;
  return health.kind === "rpc" ? ["rpc", url, health.method] : ["http", `${url}${health.path}`];
}
