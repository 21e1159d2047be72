import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "./inputs.ts";

export interface FoundationInputs {
  dir: string;
  /** Path of the file that says how clusters are reached, where it isn't the user's own. */
  kubeconfig?: string;
  /** Where the stack's chains lie and what it has for good, by dotted path in the stack file. */
  values: Record<string, string>;
}

export interface FoundationOutputs {
  /** Marks what this stack has made where others have things too, such as in a cluster. */
  owner: string;
}

/** What a stack is founded on: registered before all else, so that a change that would lose a chain is refused first. */
export class Foundation extends pulumi.CustomResource {
  declare readonly owner: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<FoundationInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Foundation", name, { owner: undefined, ...inputs }, options);
  }
}
