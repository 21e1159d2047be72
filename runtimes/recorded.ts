import type { ServiceInputs } from "../components/resources.ts";
import type { ServiceName } from "../config/spec.ts";
import { LABELS } from "./docker/labels.ts";
import type { ServiceHandle } from "./handle.ts";
import type { ProgramName, Role } from "./service.ts";

/** A service as a stack's state has it. */
export interface RecordedService {
  name: ServiceName;
  role: Role;
  program: ProgramName;
  /** Digest of the program. */
  version: string;
  handle: ServiceHandle;
}

/** A resource of a state file, as far as it matters here. */
interface Recorded {
  type: string;
  inputs: Record<string, unknown>;
}

/**
 * The services among a stack's resources, whatever runs them.
 * @param host the Docker daemon's address
 */
export function servicesOf(resources: readonly Recorded[], host: string): RecordedService[] {
  return resources.flatMap(({ type, inputs }) => {
    if (type === "tensora:index:Service") return [ofProcess(inputs as unknown as ServiceInputs)];
    return type === "docker:index/container:Container"
      ? ofContainer(inputs as unknown as Container, host)
      : [];
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
