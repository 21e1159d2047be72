import * as pulumi from "@pulumi/pulumi";
import type { GenesisSpec, L1Origin, SettlementAddresses } from "../spec/contracts.ts";
import type { Inputs } from "./inputs.ts";

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
