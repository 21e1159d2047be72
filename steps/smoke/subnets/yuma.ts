import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { type AggregationBlocks, aggregationOf, differences } from "../../../subnets/recompute.ts";
import { until } from "../../../lib/wait.ts";
import { check } from "../../common/check.ts";
import { PATIENCE } from "../common/patience.ts";
import { type Judged, subnetGate } from "./gate.ts";

/** Epochs that are computed again. */
const EPOCHS = 2;

/** What the chain has come to in an epoch is what an independent Yuma comes to from the same scores, bit for bit. */
export const subnetYuma = subnetGate("smoke/subnet-yuma", async ({ client, ran, context }: Judged) => {
  const { spec, at, first } = ran;
  const options = { deadline: PATIENCE, every: 500, signal: context.signal };
  const what = `${EPOCHS} epochs of ${spec.name} since ${first} to be aggregated`;
  const latest = await until(what, () => latestOf(client, at, first), options);
  for (const { epoch, blocks } of latest) {
    const found = await differences(client, at, epoch, blocks);
    const told = `epoch ${epoch} of ${spec.name}: ${found.slice(0, 5).join(", ")}`;
    check(found.length === 0, told, at.consensus);
  }
  const epochs = latest.map(({ epoch }) => epoch).join(" and ");
  return `${spec.name}: epochs ${epochs} match the TypeScript Yuma`;
});

/**
 * The latest epochs that were aggregated; one that nobody aggregated in time, as when the chain stood, is passed over.
 * @returns undefined while there are not enough
 */
async function latestOf(client: L2Client, at: SubnetAddresses, first: bigint) {
  const reads = { address: at.consensus, abi: subnetConsensusAbi, functionName: "lastAggregated" } as const;
  const seen: { epoch: bigint; blocks: AggregationBlocks }[] = [];
  for (let epoch = await client.readContract(reads); epoch >= first && seen.length < EPOCHS; epoch--) {
    const start = { address: at.subnet, abi: subnetAbi, functionName: "startOf", args: [epoch] } as const;
    const blocks = await aggregationOf(client, at, epoch, await client.readContract(start));
    if (blocks) seen.unshift({ epoch, blocks });
  }
  return seen.length === EPOCHS ? seen : undefined;
}
