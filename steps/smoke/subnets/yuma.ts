import { subnetAbi } from "../../../lib/abi/Subnet.ts";
import { l2Client } from "../../../lib/chain/clients.ts";
import { aggregationOf, differences } from "../../../lib/subnet/recompute.ts";
import type { SmokeResult, Step } from "../../step.ts";
import { check } from "../check.ts";
import { isPending, ranEpochs } from "./epochs.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** What the chain has come to in an epoch is what an independent Yuma comes to from the same scores, bit for bit. */
export const subnetYuma: Step<SubnetSmokeInputs, SmokeResult> = {
  name: "smoke/subnet-yuma",
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const client = l2Client(inputs.l2);
    const ran = await ranEpochs(client, inputs, context);
    if (isPending(ran)) return ran;
    const details = [];
    for (const { spec, at, last } of ran)
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
        details.push(`epoch ${epoch} of ${spec.name}`);
      }
    return { status: "passed", detail: `${details.join(", ")}: as the TypeScript Yuma has them` };
  },
};
