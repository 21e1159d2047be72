import type { Address, Hex } from "viem";
import type { ForkSchedule, SettlementSpec } from "../../../spec/devnet.ts";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import type { ServiceHandle } from "../../../spec/handle.ts";

/** What every smoke step is given: the endpoints of the running chains, as seen from where the provider runs. */
export interface SmokeInputs {
  /** Drills are refused elsewhere unless they are asked for by name. */
  local: boolean;
  l1: { rpcUrl: string; chainId: number; blockTime: number; confirmations: number };
  l2: { rpcUrl: string; rollupRpcUrl: string; chainId: number; blockTime: number };
  replica: { rpcUrl: string; rollupRpcUrl: string };
  /** `handle`: what drills stop and start. */
  batcher: { address: Address; interval: number; handle: ServiceHandle };
  settlement: SettlementAddresses;
  rules: Pick<SettlementSpec, "finalizationPeriod" | "submissionInterval" | "safeThreshold">;
  /** `l1Origin`: number of the L1 block that the rollup starts from. */
  genesis: { hash: Hex; timestamp: number; sequencerWindow: number; l1Origin: number };
  forks: ForkSchedule;
  /** Digests of the programs that run, so that an upgrade runs the steps again. */
  versions: Record<string, string>;
  /** Secret. All but the user's are given to drills only. */
  keys: { user: Hex; safeOwners?: Hex[]; operator?: Hex; executor?: Hex };
}
