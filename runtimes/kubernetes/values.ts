import type { DevnetSpec } from "../../spec/devnet.ts";
import { BY_NAME, HEADS, type ServiceName, SERVICES } from "../../spec/services.ts";
import { CONTAINER_USER, entrypointOf } from "../../toolchain/images/contents.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import { imageVersion } from "../../toolchain/images/image.ts";
import { probeOf } from "../docker/container.ts";
import type { PendingService } from "../runtime.ts";
import { CONFIG, VERSION } from "./annotations.ts";
import { SECRET_FILES } from "./placement.ts";

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

/** The chart of a service: one for what keeps a chain, one for what keeps nothing. */
export const chartOf = ({ durable }: PendingService) => (durable ? "chain" : "service");

/** The values of a service's chart. Pure: see charts/chain/values.yaml for what they mean. */
export function chartValues(spec: DevnetSpec, service: PendingService): Record<string, unknown> {
  const {
    name,
    role,
    program,
    env = {},
    secretEnv = {},
    ports,
    files,
    init,
    health,
    stop,
    resources,
  } = service;
  const { engine } = BY_NAME[name];
  const [entry, ...first] = entrypointOf(program, program in spec.runtime.images);
  const initial = init ? ["--init", JSON.stringify(init.args), "--data", PLACES.data] : [];
  const { storageClass, storageSize } = spec.runtime.kubernetes;
  const open = files.filter((file) => !SECRET_FILES.includes(file));
  return {
    program,
    role,
    image: LATER.image,
    user: CONTAINER_USER,
    command: [PLACES.attendant, "start", ...initial, "--", entry, ...first],
    args: [LATER.args],
    env,
    secretEnv: Object.keys(secretEnv).length > 0 ? objects.env(name) : "",
    ports,
    files: {
      configMap: open.length > 0 ? objects.files(name) : "",
      secret: open.length < files.length ? objects.secrets(name) : "",
    },
    probes: {
      startup: [PLACES.attendant, "probe", ...probeOf(health, ports)],
      startupSeconds: health.deadline,
      readiness: advances(spec, service),
    },
    terminationGracePeriodSeconds: stop.grace + GRACE,
    resources: limits(resources),
    podAnnotations: {
      [CONFIG]: LATER.config,
      [VERSION]: imageVersion(program, spec.runtime.images[program]),
    },
    ...(engine === undefined ? {} : { engine }),
    ...(service.durable ? { storage: storage(storageSize, storageClass) } : {}),
  };
}

/** Seconds that a pod has beyond its program's own. */
const GRACE = 5;
/** Blocks without which a chain is not taken for stuck, and seconds at the least. */
const STILL = { blocks: 20, seconds: 60 };
const STATE = "/tmp/head";

/** The readiness of a chain: it goes on. Everything else is ready when it answers. */
function advances({ l1, l2 }: DevnetSpec, { program, role, ports, health }: PendingService): string[] {
  const seconds = Math.max(
    STILL.seconds,
    STILL.blocks * (role === SERVICES.l1.role ? l1.blockTime : l2.blockTime),
  );
  const url = `http://127.0.0.1:${ports[health.port]}`;
  const head = HEADS[program];
  if (head === undefined) return [];
  return [PLACES.attendant, "probe", "advances", url, head.method, head.field, String(seconds), STATE];
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
