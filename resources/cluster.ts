import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "./inputs.ts";

/** How a cluster is reached, and the namespace in it. */
export interface ClusterInputs {
  kubeconfig?: string;
  context: string;
  namespace: string;
}

export interface NamespaceInputs extends ClusterInputs {
  /** As {@link FoundationOutputs} has it. */
  owner: string;
}

export interface NamespaceOutputs {
  /** Whether this stack has made it: only then it is labelled, and deleted with the stack. */
  made: boolean;
}

/** The namespace of a stack: made where there is none, else used as it is. */
export class Namespace extends pulumi.CustomResource {
  constructor(name: string, inputs: Inputs<NamespaceInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Namespace", name, { made: undefined, ...inputs }, options);
  }
}

export interface ClaimInputs extends ClusterInputs {
  metadata: { name: string; annotations: Record<string, string> };
  spec: {
    accessModes: string[];
    storageClassName?: string;
    resources: { requests: { storage: string } };
  };
}

/** The claim of a chain's volume in a cluster. It can grow. */
export class Claim extends pulumi.CustomResource {
  constructor(name: string, inputs: Inputs<ClaimInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Claim", name, inputs, options);
  }
}
