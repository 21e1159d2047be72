import { subnetAbi } from "../../../lib/abi/Subnet.ts";
import { aggregationOf, differences } from "../../../lib/subnet/recompute.ts";
import { check } from "../check.ts";
import { type Judged, subnetGate } from "./gate.ts";

/** What the chain has come to in an epoch is what an independent Yuma comes to from the same scores, bit for bit. */
export const subnetYuma = subnetGate(
  "smoke/subnet-yuma",
  async ({ client, ran: { spec, at, last } }: Judged) => {
    for (const epoch of [last - 1n, last]) {
      const reads = { address: at.subnet, abi: subnetAbi, functionName: "startOf", args: [epoch] } as const;
      const blocks = await aggregationOf(client, at, epoch, await client.readContract(reads));
      check(blocks !== undefined, `epoch ${epoch} of ${spec.name} was not aggregated`, at.subnet);
      const found = await differences(client, at, epoch, blocks);
      check(
        found.length === 0,
        `epoch ${epoch} of ${spec.name}: ${found.slice(0, 5).join(", ")}`,
        at.consensus,
      );
    }
    return `${spec.name}: epochs ${last - 1n} and ${last} are as the TypeScript Yuma has them`;
  },
);
