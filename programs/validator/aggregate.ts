import { encodeFunctionData, type Hex } from "viem";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../../chain/clients.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import type { Sender } from "../../subnets/sender.ts";

/** Columns of miners in one transaction: a multiple of 16 that fits in a block at 64 validators (gas snapshots). */
const PAGE = 64;
/** The contract's numbers of how far an aggregation is. */
const STAGE = { ranks: 1, bonds: 2, done: 3 } as const;

/**
 * Aggregates an epoch page by page, from wherever it stands: others may have begun, or go on meanwhile.
 * @returns how many transactions it took here; 0 where others were faster
 */
export async function aggregate(
  client: L2Client,
  at: SubnetAddresses,
  sender: Sender,
  epoch: bigint,
): Promise<number> {
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const carryOn = (rows: Hex, columns: number) => {
    const args = [rows, BigInt(columns)] as const;
    const data = encodeFunctionData({ abi: subnetAbi, functionName: "aggregateScores", args });
    return sender.send({ to: at.subnet, data }, `the aggregation of epoch ${epoch}`);
  };
  const aggregation = () => client.readContract({ ...consensus, functionName: "aggregation" });
  const isOver = ([begun, stage]: readonly [bigint, number, ...unknown[]]) =>
    begun > epoch || (begun === epoch && stage === STAGE.done);
  for (let sent = 0; ; sent++) {
    const state = await aggregation();
    const [begun, stage] = state;
    if (isOver(state)) return sent;
    try {
      if (begun !== epoch) await carryOn("0x", 0);
      else if (stage === STAGE.ranks) {
        const args = [BigInt(PAGE)] as const;
        // With the last page of ranks the first one of bonds goes along.
        await carryOn(await client.readContract({ ...consensus, functionName: "medianRowsOf", args }), PAGE);
      } else await carryOn("0x", PAGE);
    } catch (error) {
      // Another one was faster.
      if (!isOver(await aggregation())) throw error;
      return sent;
    }
  }
}
