import type { DevnetSpec } from "../config/spec.ts";
import type { Placement } from "../runtimes/service.ts";
import type { Addresses } from "../steps/deploy/protocol/world.ts";

/** What miners and validators are told alike: the chain, the contracts, where they serve their metrics. */
export const subnetHostArgs = (
  spec: DevnetSpec,
  place: Placement,
  { SubnetRegistry, EmissionManager, ToraToken }: Addresses,
  port: number | undefined,
): string[] => [
  `--rpc-url=${place.url("sequencer-geth", "http")}`,
  `--chain-id=${spec.l2.chainId}`,
  `--subnet-registry=${SubnetRegistry}`,
  `--emission-manager=${EmissionManager}`,
  `--tora=${ToraToken}`,
  `--listen=${place.listen}`,
  `--port=${port}`,
];
