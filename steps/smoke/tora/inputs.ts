import type { Address } from "viem";
import type { Addresses } from "../../../spec/contracts.ts";
import type { ServiceHandle } from "../../../spec/handle.ts";
import type { SmokeInputs } from "../common/inputs.ts";

/** What the steps around TORA are given besides. */
export interface ToraInputs extends SmokeInputs {
  /** The protocol's contracts on both chains. */
  protocol: { l1: Addresses; l2: Addresses };
  /** The token that WTORA wraps. */
  underlying: Address;
  bundler: { rpcUrl: string; executors: readonly Address[] };
  /** Where it has its metrics, and on local stacks listens to drills. */
  priceFeeder: { url: string };
  /** Services that drills end. */
  handles: { bundler: ServiceHandle; sequencer: ServiceHandle };
}

/** The contracts that these steps use, by what they are. */
export function contractsOf({ protocol, underlying }: ToraInputs) {
  const of = (side: Addresses, name: string): Address => {
    const address = side[name];
    if (address === undefined) throw new Error(`the protocol has no ${name}`);
    return address;
  };
  return {
    underlying,
    wtora: of(protocol.l1, "WTORA"),
    tora: of(protocol.l2, "ToraToken"),
    paymaster: of(protocol.l2, "ToraPaymaster"),
  };
}
