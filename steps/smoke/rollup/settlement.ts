import type { ChainEndpoint } from "../../../chain/chains.ts";
import { l1Client } from "../../../chain/clients.ts";
import { settlementArtifacts } from "../../deploy/settlement/artifacts.ts";
import { expectations, SETTLEMENT } from "../../deploy/settlement/expectations.ts";
import { type SettlementParameters, settlementPlan } from "../../deploy/settlement/plan.ts";
import { verify } from "../../deploy/delivery/verify.ts";
import type { SmokeResult, Step } from "../../common/step.ts";

export interface SettlementSmokeInputs extends SettlementParameters {
  l1: ChainEndpoint;
}

/** The settlement contracts are what the specification says: codes, values, owners, locked initialisers. */
export const settlement: Step<SettlementSmokeInputs, SmokeResult> = {
  name: "smoke/settlement",
  kind: "gate",
  deadline: 30,

  async run(inputs) {
    const artifacts = settlementArtifacts();
    const { settlement } = inputs.start;
    const expected = expectations(inputs, settlementPlan(inputs, artifacts), artifacts);
    const client = l1Client(inputs.l1, settlement);
    const { codes, values, locks } = await verify(client, settlement.Multicall3, expected, SETTLEMENT);
    return {
      status: "passed",
      detail: `${codes} codes, ${values} values and ${locks} locked initialisers match the specification`,
    };
  },
};
