import type { ServiceInputs } from "../resources/service.ts";
import type { ProgramName, Role, ServiceName } from "../spec/services.ts";
import { LABELS } from "../runtimes/docker/labels.ts";
import { CONTAINER_TYPE } from "../runtimes/docker/names.ts";
import type { ServiceHandle } from "../spec/handle.ts";
import { VERSION } from "../runtimes/kubernetes/annotations.ts";
import type { ClusterEndpoint } from "../runtimes/kubernetes/client.ts";

/** A service as a stack's state has it. */
export interface RecordedService {
  name: ServiceName;
  role: Role;
  program: ProgramName;
  /** Digest of the program. */
  version: string;
  handle: ServiceHandle;
}

/** Where the stack's containers and pods are. */
export interface Endpoints {
  docker: string;
  kubernetes: ClusterEndpoint;
}

/** A resource of a state file, as far as it matters here. */
interface Recorded {
  type: string;
  inputs: Record<string, unknown>;
}

const PROCESS_TYPE = "tensora:index:Service";
const POD_TYPES = ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"];

/** Whether a resource is a service that runs, whatever runs it. */
export const isServiceType = (type: string): boolean =>
  [PROCESS_TYPE, CONTAINER_TYPE, ...POD_TYPES].includes(type);

/**
 * The services among a stack's resources, whatever runs them.
 * @param endpoints what the providers of the stack were configured with
 */
export function servicesOf(resources: readonly Recorded[], endpoints: Endpoints): RecordedService[] {
  return resources.flatMap(({ type, inputs }) => {
    if (type === PROCESS_TYPE) return [ofProcess(inputs as unknown as ServiceInputs)];
    if (type === CONTAINER_TYPE) return ofContainer(inputs as unknown as Container, endpoints.docker);
    return POD_TYPES.includes(type) ? [ofPod(inputs as unknown as Workload, endpoints.kubernetes)] : [];
  });
}

function ofProcess({ dir, service, version }: ServiceInputs): RecordedService {
  const { name, role, program } = service;
  return { name, role, program, version, handle: { runtime: "process", dir, name } };
}

interface Container {
  name: string;
  labels?: { label: string; value: string }[];
}

/** A container says what it is by its labels. */
function ofContainer({ name: container, labels = [] }: Container, host: string): RecordedService[] {
  const value = (wanted: string) => labels.find(({ label }) => label === wanted)?.value;
  const [name, role, program] = [value(LABELS.service), value(LABELS.role), value(LABELS.program)];
  if (name === undefined) return [];
  return [
    {
      name: name as ServiceName,
      role: role as Role,
      program: program as ProgramName,
      version: value(LABELS.version) ?? "",
      handle: { runtime: "docker", host, container },
    },
  ];
}

interface Workload {
  metadata: { name: string; labels: Record<string, string> };
  spec: { template: { metadata: { annotations: Record<string, string> } } };
}

/** A pod says what it is by the labels of its chart. */
const ofPod = (
  { metadata: { name, labels }, spec }: Workload,
  endpoint: ClusterEndpoint,
): RecordedService => ({
  name: name as ServiceName,
  role: labels["app.kubernetes.io/component"] as Role,
  program: labels["app.kubernetes.io/name"] as ProgramName,
  version: spec.template.metadata.annotations[VERSION] ?? "",
  handle: { runtime: "kubernetes", ...endpoint, name: name as ServiceName },
});
