import type * as pulumi from "@pulumi/pulumi";
import type { ServiceName } from "../config/spec.ts";
import type { Placement, ServiceSpec } from "./service.ts";

/** Where services run. Components speak to this interface and know no runtime. */
export interface Runtime {
  readonly name: "process";
  /** How a service's arguments name files, folders and neighbours. */
  placement(service: ServiceName): Placement;
  /** The URL of a service's port as steps and users reach it. */
  url(service: ServiceName, port: string, scheme?: "http" | "ws"): string;
  /** Digest of the program that a service runs, so that an upgrade is seen. */
  version(program: ServiceSpec["program"]): string;
  /** Starts the service with its durable folder and keeps it running; ready when its health says so. */
  launch(service: pulumi.Input<ServiceSpec> & { name?: string }, options: LaunchOptions): pulumi.Resource;
}

export interface LaunchOptions {
  parent: pulumi.Resource;
  dependsOn: pulumi.Resource[];
  /** Values whose change restarts the service, such as a file's hash. */
  triggers?: Record<string, pulumi.Input<string>>;
}
