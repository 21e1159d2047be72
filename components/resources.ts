import * as pulumi from "@pulumi/pulumi";
import type { GenesisSpec, L1Origin, SettlementAddresses } from "../genesis/types.ts";
import type { ProgramName, ServiceSpec } from "../runtimes/service.ts";

/** The resources of the `tensora` provider, as the program declares them. Each has its kind under `provider/kinds/`. */

/** Plain values of which any may still be an output. */
type Inputs<T> = { [K in keyof T]: pulumi.Input<pulumi.Unwrap<T[K]>> };

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

/** A supervised process, ready when its health says so. */
export class Service extends pulumi.CustomResource {
  declare readonly log: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<ServiceInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Service", name, { log: undefined, ...inputs }, options);
  }
}

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

/** Something done to the chains; see `steps/`. */
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

export interface VolumeInputs {
  /** Path of a service's durable folder. */
  folder: string;
  /** Hash of the genesis that the folder's chain begins with: another genesis needs a new folder. */
  genesis: string;
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

/** The durable folder of a service; deleted with the stack. */
export class Volume extends pulumi.CustomResource {
  constructor(name: string, inputs: Inputs<VolumeInputs>, options?: pulumi.CustomResourceOptions) {
    super("tensora:index:Volume", name, inputs, options);
  }
}

export interface L1GenesisInputs {
  dir: string;
  spec: GenesisSpec;
}

export interface L1GenesisOutputs {
  /** Hash of block 0. */
  hash: string;
  /** Empty for an L1 of others. */
  stateRoot: string;
  /** Of block 0, in seconds since the epoch. */
  timestamp: number;
  /** SHA-256 of each file by name. */
  digests: Record<string, string>;
}

/** `l1-genesis.json` and `l1-chain-config.json` of a dev L1. */
export class L1Genesis extends pulumi.CustomResource {
  declare readonly hash: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<L1GenesisInputs>, options?: pulumi.CustomResourceOptions) {
    super(
      "tensora:index:L1Genesis",
      name,
      { hash: undefined, stateRoot: undefined, timestamp: undefined, digests: undefined, ...inputs },
      options,
    );
  }
}

export interface L2GenesisInputs {
  dir: string;
  spec: GenesisSpec;
  settlement: SettlementAddresses;
  origin: L1Origin;
}

export interface L2GenesisOutputs {
  /** Hash of block 0. */
  hash: string;
  stateRoot: string;
  /** Seconds since the epoch. */
  timestamp: number;
  /** SHA-256 of the rollup file: op-nodes restart when it changes. */
  rollupDigest: string;
  /** SHA-256 of each file by name. */
  digests: Record<string, string>;
}

/** `l2-genesis.json` and `rollup.json`. */
export class L2Genesis extends pulumi.CustomResource {
  declare readonly hash: pulumi.Output<string>;
  declare readonly stateRoot: pulumi.Output<string>;
  declare readonly timestamp: pulumi.Output<number>;
  declare readonly rollupDigest: pulumi.Output<string>;
  constructor(name: string, inputs: Inputs<L2GenesisInputs>, options?: pulumi.CustomResourceOptions) {
    const unknown = {
      hash: undefined,
      stateRoot: undefined,
      timestamp: undefined,
      rollupDigest: undefined,
      digests: undefined,
    };
    super("tensora:index:L2Genesis", name, { ...unknown, ...inputs }, options);
  }
}

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
