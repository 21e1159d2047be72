import type { Address } from "viem";
import { l1Client, l2Client } from "../../../chain/clients.ts";
import type { AnyReader } from "../feed.ts";
import type { Settings } from "../settings.ts";
import { alertsAt } from "../../../monitoring/alerts.ts";
import { BatchesReader } from "./batches.ts";
import { GasReader } from "./gas.ts";
import { headsReader } from "./heads.ts";
import { healthReader } from "./health.ts";
import { outputsReader } from "./outputs.ts";
import { subnetsReader } from "./subnets.ts";
import { WithdrawalsReader } from "./withdrawals.ts";

/** Milliseconds. Heads are looked at twice a block of a local stack, so that one is seen when it is there. */
const HEADS = 400;
const OFTEN = 1500;
const SELDOM = 3000;

/** The readers of the panels that this stack has. */
export function readersOf({ l1, l2, contracts, services, alertmanagerUrl }: Settings): AnyReader[] {
  const { Multicall3, L2OutputOracle, OptimismPortal } = contracts.l1;
  const onL1 = l1Client(l1, Multicall3 ? { Multicall3 } : undefined);
  const onL2 = l2Client(l2);
  const batches = new BatchesReader(onL1, l2.rollupRpcUrl);
  return [
    { panel: "heads", every: HEADS, read: headsReader(l2.rollupRpcUrl) },
    { panel: "health", every: OFTEN, read: healthReader(services) },
    { panel: "batches", every: OFTEN, read: () => batches.look() },
    ...having({ L2OutputOracle, Multicall3 }, (at): AnyReader[] => [
      { panel: "outputs", every: OFTEN, read: outputsReader(onL1, at.L2OutputOracle) },
    ]),
    ...having({ L2OutputOracle, OptimismPortal, Multicall3 }, (at): AnyReader[] => {
      const reader = new WithdrawalsReader(onL1, onL2, {
        portal: at.OptimismPortal,
        oracle: at.L2OutputOracle,
      });
      return [{ panel: "withdrawals", every: OFTEN, read: () => reader.look() }];
    }),
    ...having(pick(contracts.l2, "ToraPaymaster", "ToraToken"), (at): AnyReader[] => {
      const reader = new GasReader(onL2, at.ToraPaymaster, at.ToraToken);
      return [{ panel: "gas", every: OFTEN, read: () => reader.look() }];
    }),
    ...having(pick(contracts.l2, "SubnetRegistry", "EmissionManager"), (at): AnyReader[] => [
      { panel: "subnets", every: OFTEN, read: subnetsReader(onL2, at.SubnetRegistry, at.EmissionManager) },
    ]),
    ...(alertmanagerUrl === undefined
      ? []
      : [{ panel: "alerts", every: SELDOM, read: () => alertsAt(alertmanagerUrl) } as const]),
  ];
}

const pick = <K extends string>(from: Record<string, Address>, ...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Record<K, Address | undefined>;

/** Nothing where one of the contracts is missing. */
function having<K extends string>(
  wanted: Record<K, Address | undefined>,
  make: (there: Record<K, Address>) => AnyReader[],
): AnyReader[] {
  const complete = Object.values(wanted).every((address) => address !== undefined);
  return complete ? make(wanted as Record<K, Address>) : [];
}
