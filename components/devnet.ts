import * as pulumi from "@pulumi/pulumi";
import { Batcher } from "./batcher.ts";
import type { ComponentContext } from "./context.ts";
import { L1 } from "./l1.ts";
import { type DevnetOutputs, devnetOutputs } from "./outputs.ts";
import { Proposer } from "./proposer.ts";
import { Replica } from "./replica.ts";
import { Rollup } from "./rollup.ts";
import { Sequencer } from "./sequencer.ts";
import { Settlement } from "./settlement.ts";
import { Smoke } from "./smoke.ts";

/** A whole Tensora: the L1, the contracts on it, the rollup's programs, and the proofs that they work. */
export class Devnet extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<DevnetOutputs>;

  constructor(context: ComponentContext) {
    super("tensora:component:Devnet", context.spec.stack);
    const parent = { parent: this };
    const l1 = new L1(context, parent);
    const settlement = new Settlement(context, l1, parent);
    const rollup = new Rollup(context, settlement, parent);
    const sequencer = new Sequencer(context, { l1, rollup }, parent);
    const replica = new Replica(context, { l1, rollup }, parent);
    const batcher = new Batcher(context, { sequencer, settlement }, parent);
    const proposer = new Proposer(context, { sequencer, settlement }, parent);
    new Smoke(context, { l1, settlement, rollup, sequencer, replica, batcher, proposer }, parent);

    const running = [l1, sequencer, replica, batcher, proposer].flatMap((role) => role.running);
    this.outputs = devnetOutputs(context, l1.end, settlement.addresses, running);
    this.registerOutputs({ outputs: this.outputs });
  }
}
