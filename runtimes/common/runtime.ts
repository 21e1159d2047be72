import type * as pulumi from "@pulumi/pulumi";
import type { RuntimeKind } from "../../spec/devnet.ts";
import type { ServiceName } from "../../spec/services.ts";
import type { ServiceHandle } from "../../spec/handle.ts";
import type { Placement, ServiceSpec } from "../../spec/service.ts";

/** Where services run. Components speak to this interface and know no runtime. */
export interface Runtime {
  readonly name: RuntimeKind;
  /** What was registered before all else, and is the last to go. */
  readonly foundation?: pulumi.Resource;
  /** The user who must be able to read the stack's secret files, where that isn't the one who runs this program. */
  readonly owner?: number;
  /** How a service's arguments name files, folders and neighbours. */
  placement(service: ServiceName): Placement;
  /** The URL of a service's port as steps and users reach it. */
  url(service: ServiceName, port: string, scheme?: "http" | "ws"): string;
  /** Digest of the program that a service runs, so that an upgrade is seen. */
  version(program: ServiceSpec["program"]): string;
  /** The durable folder of a chain. Another genesis is another chain and gets a new one. */
  volume(service: ServiceName, genesis: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Resource;
  /** Where a service is found when it runs, for whoever asks how it does, reads its log or ends it. */
  handle(service: ServiceName): ServiceHandle;
  /** Starts the service and keeps it running; ready when its health says so. Its secret environment stays secret. */
  launch(service: PendingService, options: LaunchOptions): Launched;
}

/** A service whose arguments and secrets may depend on what is not known yet, such as a contract's address. */
export type PendingService = Omit<ServiceSpec, "args" | "secretEnv"> & {
  args: pulumi.Input<string[]>;
  secretEnv?: Record<string, pulumi.Input<string>>;
};

/** The resource of a running service. */
export type Launched = pulumi.Resource & {
  /** The file that its log goes to, where there is one. */
  readonly log?: pulumi.Output<string>;
};

export interface LaunchOptions {
  parent: pulumi.Resource;
  dependsOn: pulumi.Resource[];
  /** Values whose change restarts the service, such as a file's hash. */
  triggers?: Record<string, pulumi.Input<string>>;
}
