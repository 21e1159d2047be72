import type * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec, Keys } from "../config/spec.ts";
import type { Launched, Runtime } from "../runtimes/runtime.ts";
import type { ServiceSpec } from "../runtimes/service.ts";

/** What every component works with. */
export interface ComponentContext {
  readonly spec: DevnetSpec;
  /** Plain: a component that hands one on marks it as a secret, or gives it to {@link Runtime.launch}, which does. */
  readonly keys: Keys;
  readonly runtime: Runtime;
}

/** A service with the resource that runs it. */
export interface Running {
  spec: pulumi.Input<ServiceSpec>;
  resource: Launched;
}

/** The L1 as a step is told of it. The URL of an L1 of others may hold an API key. */
export interface L1End {
  rpcUrl: pulumi.Input<string>;
  chainId: number;
}
