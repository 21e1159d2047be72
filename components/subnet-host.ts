import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement } from "../spec/service.ts";
import type { Addresses } from "../spec/contracts.ts";
import { l2Endpoint } from "./l2-endpoint.ts";

/** What miners and validators are told alike: the chain, the contracts, where they serve their metrics. */
export const subnetHostArgs = (
  spec: DevnetSpec,
  place: Placement,
  { SubnetRegistry, EmissionManager, ToraToken }: Addresses,
  port: number | undefined,
): string[] => [
  `--rpc-url=${l2Endpoint(place)}`,
  `--chain-id=${spec.l2.chainId}`,
  `--subnet-registry=${SubnetRegistry}`,
  `--emission-manager=${EmissionManager}`,
  `--tora=${ToraToken}`,
  `--listen=${place.listen}`,
  `--port=${port}`,
];
