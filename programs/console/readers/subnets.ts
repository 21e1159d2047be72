import { type Address, formatEther } from "viem";
import type { L2Client } from "../../../chain/clients.ts";
import { subnetsOf } from "../../../subnets/addresses.ts";
import { type SubnetView, viewOf } from "../../../subnets/view.ts";
import type { SubnetRow } from "../state.ts";

/** All subnets with their leaderboards; those that were retired come last. */
export function subnetsReader(client: L2Client, registry: Address, emissions: Address) {
  return async (): Promise<SubnetRow[]> => {
    const all = await subnetsOf(client, registry);
    const rows = (await Promise.all(all.map((at) => viewOf(client, at, emissions)))).map(row);
    return rows.sort((a, b) => Number(a.retired) - Number(b.retired) || a.id - b.id);
  };
}

const row = (view: SubnetView): SubnetRow => ({
  id: view.id,
  name: view.name,
  retired: view.retired,
  epoch: view.epoch,
  phase: view.phase,
  blocksLeft: Number(view.blocksLeft),
  aggregated: view.aggregated,
  weight: view.emissions.weight,
  emission: formatEther(view.emissions.miners + view.emissions.validators),
  claimed: formatEther(view.emissions.claimed),
  miners: view.miners.map(({ uid, account, incentive, consensus }) => ({
    uid,
    account,
    incentive,
    consensus,
  })),
  validators: view.validators
    .map(({ slot, account, dividend, validatorTrust, stake }) => ({
      slot,
      account,
      dividend,
      consensus: validatorTrust,
      stake: formatEther(stake),
    }))
    .sort((a, b) => b.dividend - a.dividend || a.slot - b.slot),
});
