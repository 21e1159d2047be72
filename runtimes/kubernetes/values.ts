import type { KubernetesSpec } from "../../spec/devnet.ts";
import { SECRET_FILES, type ServiceName } from "../../spec/services.ts";
import { CONTAINER_USER, entrypointOf } from "../../toolchain/images/contents.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import { imageVersion } from "../../toolchain/images/image.ts";
import { ownUrl, probeOf, startOf } from "../common/contained.ts";
import type { PendingService } from "../common/runtime.ts";
import { CONFIG, VERSION } from "./annotations.ts";

/** Stand in the values for what is known only when the stack is made. */
export const LATER = { args: "@args@", image: "@image@", config: "@config@" } as const;

/** Names of the objects that a service's chart is told of. */
export const objects = {
  files: (service: ServiceName) => `${service}-files`,
  secrets: (service: ServiceName) => `${service}-secrets`,
  env: (service: ServiceName) => `${service}-env`,
  /** The claim that the chart's StatefulSet takes when it is there already. */
  claim: (service: ServiceName) => `data-${service}-0`,
} as const;

/** The chart of a service: one for what keeps something, one for what keeps nothing. */
export const chartOf = ({ durable }: PendingService) => (durable ? "stateful" : "stateless");

/** The values of a service's chart. Pure: see charts/stateful/values.yaml for what they mean. */
export function chartValues(
  { images: officials, storageClass, storageSize }: KubernetesSpec,
  service: PendingService,
): Record<string, unknown> {
  const {
    name,
    role,
    program,
    env = {},
    secretEnv = {},
    ports,
    files,
    health,
    stop,
    resources,
    engine,
  } = service;
  const open = files.filter((file) => !SECRET_FILES.includes(file));
  return {
    program,
    role,
    image: LATER.image,
    user: CONTAINER_USER,
    command: [...startOf(service), ...entrypointOf(program, program in officials)],
    args: [LATER.args],
    env,
    secretEnv: Object.keys(secretEnv).length > 0 ? objects.env(name) : "",
    ports,
    files: {
      configMap: open.length > 0 ? objects.files(name) : "",
      secret: open.length < files.length ? objects.secrets(name) : "",
    },
    probes: {
      startup: probeOf(health, ports),
      startupSeconds: health.deadline,
      readiness: advances(service),
    },
    terminationGracePeriodSeconds: stop.grace + GRACE,
    resources: limits(resources),
    podAnnotations: {
      [CONFIG]: LATER.config,
      [VERSION]: imageVersion(program, officials[program]),
    },
    ...(engine ? { engine } : {}),
    ...(service.durable ? { storage: storage(storageSize, storageClass) } : {}),
  };
}

/** Seconds that a pod has beyond its program's own. */
const GRACE = 5;
/** Where a pod keeps what was seen of its chain. */
const STATE = "/tmp/head";

/** The readiness of a chain: it goes on. Everything else is ready when it answers. */
function advances({ head, ports, health }: PendingService): string[] {
  if (!head) return [];
  const { method, field, within } = head;
  return [
    PLACES.attendant,
    "probe",
    "advances",
    ownUrl(ports, health.port),
    method,
    field,
    String(within),
    STATE,
  ];
}

const storage = (size: string, className?: string) => ({
  size,
  ...(className === undefined ? {} : { className }),
  // The claim is a resource of its own.
  whenDeleted: "Retain",
});

/** What the stack file says takes the place of the chart's own requests and limits. */
function limits({ memoryMb, cpus }: PendingService["resources"]) {
  const given = {
    ...(memoryMb === undefined ? {} : { memory: `${memoryMb}Mi` }),
    ...(cpus === undefined ? {} : { cpu: String(cpus) }),
  };
  return { requests: given, limits: given };
}
