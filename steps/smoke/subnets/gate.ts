import { l2Client, type L2Client } from "../../../chain/clients.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { isPending, type Ran, ranEpochs } from "./epochs.ts";
import type { SubnetSmokeInputs } from "./inputs.ts";

/** What a gate looks at of one subnet that has been through full epochs. */
export interface Judged {
  client: L2Client;
  inputs: SubnetSmokeInputs;
  ran: Ran;
  context: StepContext;
}

/**
 * A gate on every subnet that runs, once it has been through full epochs.
 * @param judge says what it has seen, or throws what is wrong
 */
export const subnetGate = (
  name: `smoke/${string}`,
  judge: (subnet: Judged) => Promise<string>,
): Step<SubnetSmokeInputs, SmokeResult> => ({
  name,
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const client = l2Client(inputs.l2);
    const all = await ranEpochs(client, inputs, context);
    if (isPending(all)) return all;
    const details: string[] = [];
    for (const ran of all) details.push(await judge({ client, inputs, ran, context }));
    return { status: "passed", detail: details.join("; ") };
  },
});
