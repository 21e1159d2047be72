import * as pulumi from "@pulumi/pulumi";
import { Batcher } from "./batcher.ts";
import { Bundler } from "./bundler.ts";
import type { ComponentContext } from "./context.ts";
import { Console } from "./console.ts";
import { L1 } from "./l1.ts";
import { type DevnetOutputs, devnetOutputs } from "./outputs.ts";
import { Exporter } from "./exporter.ts";
import { Miners } from "./miners.ts";
import { Monitoring } from "./monitoring.ts";
import { PriceFeeder } from "./price-feeder.ts";
import { Proposer } from "./proposer.ts";
import { Protocol } from "./protocol.ts";
import { Replica } from "./replica.ts";
import { Rollup } from "./rollup.ts";
import { Sequencer } from "./sequencer.ts";
import { Settlement } from "./settlement.ts";
import { Smoke } from "./smoke.ts";
import { SubnetSmoke } from "./smoke-subnets.ts";
import { type ToraNeighbours, ToraSmoke } from "./smoke-tora.ts";
import { Subnets } from "./subnets.ts";
import { Validators } from "./validators.ts";

/** A complete devnet: L1, its contracts, the services, and the steps that check them. */
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
    const rollupRoles = { l1, settlement, rollup, sequencer, replica, batcher, proposer };
    new Smoke(context, rollupRoles, parent);
    const protocol = context.spec.protocol.enabled ? new Protocol(context, rollupRoles, parent) : undefined;
    const users = protocol ? forUsers(context, { ...rollupRoles, protocol }, parent) : [];

    const exporter = new Exporter(context, { ...rollupRoles, protocol }, parent);
    const watched = [l1, sequencer, replica, batcher, proposer, ...users, exporter].flatMap(
      (role) => role.running,
    );
    const monitoring = context.spec.monitoring.enabled
      ? new Monitoring(context, { rollup, watched }, parent).running
      : [];
    const contracts = { settlement: settlement.addresses, protocol: protocol?.addresses };
    const shown = [...watched, ...monitoring];
    const page = context.spec.console.enabled
      ? new Console(context, { contracts, shown }, parent).running
      : [];
    const running = [...shown, ...page];
    this.outputs = devnetOutputs(context, contracts, running);
    this.registerOutputs({ outputs: this.outputs });
  }
}

/** The AI subnets, who works in them, and the proofs that they do. @param tora the user has TORA on L2 */
function forMarkets(
  context: ComponentContext,
  roles: Omit<ToraNeighbours, "bundler" | "priceFeeder">,
  tora: pulumi.Resource,
  parent: pulumi.ComponentResourceOptions,
) {
  const subnets = new Subnets(context, { ...roles, tora }, parent);
  const some = (who: "miners" | "validators") =>
    context.spec.subnets.some((subnet) => subnet[who].length > 0);
  const miners = some("miners") ? [new Miners(context, { ...roles, subnets }, parent)] : [];
  const validators = some("validators") ? [new Validators(context, { ...roles, subnets }, parent)] : [];
  const [mining, validating] = [miners[0], validators[0]];
  const runs = context.spec.subnets.some((one) => one.miners.length > 0 && one.validators.length > 0);
  if (mining && validating && runs)
    new SubnetSmoke(context, { ...roles, subnets, miners: mining, validators: validating }, parent);
  return [...miners, ...validators];
}

/** What users of TORA need beside the chain, and the proofs that it serves them. */
function forUsers(
  context: ComponentContext,
  roles: Omit<ToraNeighbours, "bundler" | "priceFeeder">,
  parent: pulumi.ComponentResourceOptions,
) {
  const bundler = new Bundler(context, roles, parent);
  const priceFeeder = new PriceFeeder(context, roles, parent);
  const { deposit } = new ToraSmoke(context, { ...roles, bundler, priceFeeder }, parent);
  // Without any subnet, too: the last one that is taken out must be drained.
  const markets = forMarkets(context, roles, deposit, parent);
  return [bundler, priceFeeder, ...markets];
}
