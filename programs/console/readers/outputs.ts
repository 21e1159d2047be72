import type { Address } from "viem";
import { l2OutputOracleAbi } from "../../../chain/abi/L2OutputOracle.ts";
import type { L1Client } from "../../../chain/clients.ts";
import type { OutputRow, Outputs } from "../state.ts";

/** Outputs that are shown. */
const SHOWN = 8;

/** The last outputs, and when the next is due. Two round trips: an output may be deleted and proposed again. */
export function outputsReader(client: L1Client, address: Address) {
  const oracle = { address, abi: l2OutputOracleAbi } as const;
  return async (): Promise<Outputs> => {
    const [count, next, interval, period] = await client.multicall({
      allowFailure: false,
      contracts: [
        { ...oracle, functionName: "nextOutputIndex" },
        { ...oracle, functionName: "nextBlockNumber" },
        { ...oracle, functionName: "submissionInterval" },
        { ...oracle, functionName: "finalizationPeriodSeconds" },
      ],
    });
    const first = count > BigInt(SHOWN) ? count - BigInt(SHOWN) : 0n;
    const indices = Array.from({ length: Number(count - first) }, (_, i) => first + BigInt(i));
    const [at, outputs] = await Promise.all([
      client.readContract({ ...oracle, functionName: "computeL2Timestamp", args: [next] }),
      client.multicall({
        allowFailure: false,
        contracts: indices.map(
          (index) => ({ ...oracle, functionName: "getL2Output", args: [index] }) as const,
        ),
      }),
    ]);
    const rows = outputs.map(
      ({ outputRoot, timestamp, l2BlockNumber }, i): OutputRow => ({
        index: Number(first) + i,
        l2Block: Number(l2BlockNumber),
        root: outputRoot,
        time: Number(timestamp),
        finalAt: Number(timestamp + period),
      }),
    );
    return {
      rows: rows.reverse(),
      next: { l2Block: Number(next), at: Number(at) },
      interval: Number(interval),
      period: Number(period),
    };
  };
}
