import type * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec, Keys } from "../spec/devnet.ts";
import type { Launched, PendingService, Runtime } from "../runtimes/common/runtime.ts";
import type { ServiceSpec } from "../spec/service.ts";

/** The configuration, keys and runtime that every component gets. */
export interface ComponentContext {
  readonly spec: DevnetSpec;
  /** Plain: a component that hands one on marks it as a secret, or gives it to {@link Runtime.launch}, which does. */
  readonly keys: Keys;
  readonly runtime: Runtime;
}

/**
 * A service of which only the arguments and the secrets depend on what is not known yet.
 * @param known such as the addresses of contracts
 * @param before stands for it in what does not depend on it
 */
export const pending = <T>(
  serviceOf: (known: T) => ServiceSpec,
  known: pulumi.Output<T>,
  before: T,
): PendingService => {
  const { secretEnv = {}, ...service } = serviceOf(before);
  const secret = (name: string) => known.apply((value) => serviceOf(value).secretEnv?.[name] ?? "");
  return {
    ...service,
    args: known.apply((value) => serviceOf(value).args),
    secretEnv: Object.fromEntries(Object.keys(secretEnv).map((name) => [name, secret(name)])),
  };
};

/** A running service and its resource. */
export interface Running {
  spec: PendingService;
  resource: Launched;
}

/** The L1 that a step uses. The URL of an external L1 may contain an API key. */
export interface L1Endpoint {
  rpcUrl: pulumi.Input<string>;
  chainId: number;
}
