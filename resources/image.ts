import * as pulumi from "@pulumi/pulumi";
import type { ProgramName } from "../spec/services.ts";
import type { Inputs } from "./inputs.ts";

export interface PushedImageInputs {
  program: ProgramName;
  /** The official image that it is made from, where it is not made from the toolchain's program. */
  official?: string;
  /** The image's tag, which its content decides. */
  key: string;
  /** Where it is pushed to, such as `registry.example.org/tensora`. */
  registry: string;
}

export interface PushedImageOutputs {
  /** The image by the digest that the registry has given it. */
  reference: string;
}

/** An image of a program of the toolchain, in a registry. */
export class PushedImage extends pulumi.CustomResource {
  declare readonly reference: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<PushedImageInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:PushedImage", name, { reference: undefined, ...inputs }, options);
  }
}

export interface ImageInputs {
  /** The program's name in the toolchain. */
  program: ProgramName;
  /** The official image that it is made from, where it is not made from the toolchain's program. */
  official?: string;
  /** The image's name and tag, which its content decides. */
  name: string;
  /** The Docker daemon that is to have it. */
  host: string;
}

/** An image of a program of the toolchain, in a Docker daemon. */
export class Image extends pulumi.CustomResource {
  constructor(name: string, inputs: Inputs<ImageInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Image", name, inputs, options);
  }
}
