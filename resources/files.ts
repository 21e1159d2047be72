import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "./inputs.ts";

export interface JwtSecretInputs {
  /** Path of the file that holds it, mode 0600. */
  file: string;
  /** Id of the user who owns it, and of that user's group, where that isn't who runs this program. */
  owner?: number;
}

export interface JwtSecretOutputs {
  /** SHA-256 of the file, in hex: services restart when it changes. */
  digest: string;
}

/** The secret of the engine API: made once, in a file; the state knows its digest only. */
export class JwtSecret extends pulumi.CustomResource {
  declare readonly digest: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<JwtSecretInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:JwtSecret", name, { digest: undefined, ...inputs }, options);
  }
}

export interface ConfigFileInputs {
  /** Path of the file, mode 0600. */
  file: string;
  text: string;
  /** Id of the user who owns it, and of that user's group, where that isn't who runs this program. */
  owner?: number;
}

export interface ConfigFileOutputs {
  /** SHA-256 of the text, in hex: services restart when it changes. */
  digest: string;
}

/** A file of a service's configuration that this program writes. */
export class ConfigFile extends pulumi.CustomResource {
  declare readonly digest: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<ConfigFileInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:ConfigFile", name, { digest: undefined, ...inputs }, options);
  }
}
