import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "./inputs.ts";

export interface StepInputs {
  dir: string;
  /** A name of `steps/index.ts`, such as `smoke/deposit`. */
  step: string;
  /** What the step's function is given; it runs again when any of it changes. */
  inputs: Record<string, unknown>;
}

export interface StepOutputs {
  result: Record<string, unknown>;
}

/** A step: a deployment to the chains or a check of them. See `steps/`. */
export class Step<R> extends pulumi.CustomResource {
  declare readonly result: pulumi.Output<R>;
  constructor(
    name: string,
    inputs: Inputs<Omit<StepInputs, "inputs">> & { inputs: pulumi.Inputs },
    options?: pulumi.CustomResourceOptions,
  ) {
    super("tensora:index:Step", name, { result: undefined, ...inputs }, options);
  }
}
