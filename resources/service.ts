import * as pulumi from "@pulumi/pulumi";
import type { ServiceSpec } from "../spec/service.ts";
import type { Inputs } from "./inputs.ts";

export interface ServiceInputs {
  /** The stack's folder. */
  dir: string;
  /** The address at which this machine reaches the service's ports. */
  host: string;
  service: ServiceSpec;
  /** Digest of the program, so that an upgrade restarts the service. */
  version: string;
  /** Values whose change restarts the service, such as a file's hash. */
  triggers: Record<string, string>;
}

export interface ServiceOutputs {
  name: string;
  /** Path of the log file. */
  log: string;
}

/** A supervised process. It is ready when its health check succeeds. */
export class Service extends pulumi.CustomResource {
  declare readonly log: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<ServiceInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Service", name, { log: undefined, ...inputs }, options);
  }
}

export interface VolumeInputs {
  /** Path of a service's durable folder. */
  folder: string;
  /** Hash of the genesis that the folder's chain begins with: another genesis needs a new folder. */
  genesis: string;
}

/** The durable folder of a service; deleted with the stack. */
export class Volume extends pulumi.CustomResource {
  constructor(name: string, inputs: Inputs<VolumeInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Volume", name, inputs, options);
  }
}
