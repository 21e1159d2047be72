import type { Metrics, ProgramName, Role, ServiceName, SharedFile, StopRule } from "./services.ts";

/** What a component says about a program it runs. No runtime's words appear in it. */
export interface ServiceSpec {
  name: ServiceName;
  role: Role;
  program: ProgramName;
  /** Arguments after the program's name; paths and URLs come from the runtime's {@link Placement}. */
  args: string[];
  env?: Record<string, string>;
  /** Environment that holds secrets: kept in files of mode 0600 and in Pulumi secrets, never in arguments. */
  secretEnv?: Record<string, string>;
  /** Named ports; every one listens on the placement's address. */
  ports: Record<string, number>;
  /** Shared artefacts that it reads: those that its {@link Placement} names. */
  files: SharedFile[];
  /** Keeps something in its durable folder, which is a volume made before. */
  durable?: true;
  /** Limits, where the runtime has them. */
  resources: { readonly memoryMb?: number; readonly cpus?: number };
  /** Runs once, before the first start, in the same place with the same volumes. */
  init?: { args: string[] };
  health: Health;
  stop: StopRule;
  /** The name of a port that serves a page for people. */
  page?: string;
  /** Prometheus metrics: a port's name and the path. */
  metrics?: Metrics;
}

/** Readiness as the protocol says it. */
export type Health =
  /** Ready when the method answers without an error. */
  | { kind: "rpc"; port: string; method: string; deadline: number }
  /** Ready when GET answers with a status below 400. */
  | { kind: "http"; port: string; path: string; deadline: number };

/** Official images by program, with their digests, such as `…/op-node:v1.18.1@sha256:…`. The others are made here. */
export type OfficialImages = Readonly<Partial<Record<ProgramName, string>>>;

/** Where a runtime puts a service: how its arguments name files, folders and neighbours. */
export interface Placement {
  /** The address its ports listen on. */
  listen: string;
  /** The path of a shared artefact (genesis, rollup file, JWT) as the service sees it. */
  file(name: SharedFile): string;
  /** The path of the service's own durable folder as the service sees it. */
  data(): string;
  /** The URL of another service's port as this service sees it. */
  url(service: ServiceName, port: string, scheme?: "http" | "ws"): string;
}
