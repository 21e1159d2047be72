import { Counter, Gauge, type Registry } from "prom-client";
import { programRegistry } from "../common/registry.ts";
import { Ages } from "./ages.ts";
import type { L1State } from "./l1.ts";
import type { L2State } from "./l2.ts";
import { coins } from "./units.ts";

/** What Prometheus is told of the two chains, and of the exporter's own looks. Amounts are in whole coins and tokens. */
export class ExporterMetrics {
  readonly registry = programRegistry("tensora_exporter_");

  private readonly l2Number = this.gauge("tensora_l2_head_number", "L2's heads.", ["head"]);
  private readonly l2Age = this.age(
    "tensora_l2_head_age_seconds",
    "Age of L2's heads, by their timestamps.",
    ["head"],
  );
  private readonly fees = this.gauge("tensora_l2_fees_bnb", "Fees that users of L2 have paid, by vault.", [
    "vault",
  ]);
  private readonly l1Number = this.gauge("tensora_l1_head_number", "L1's head.");
  private readonly l1Age = this.age("tensora_l1_head_age_seconds", "Age of L1's head, by its timestamp.");
  private readonly baseFee = this.gauge("tensora_l1_base_fee_wei", "L1's base fee; 0 if it has none.");
  private readonly reorg = this.gauge(
    "tensora_l1_reorg_depth_blocks",
    "Depth of L1's deepest reorg in the last ten minutes.",
  );
  private readonly batcher = this.gauge("tensora_batcher_balance_bnb", "The batcher's balance on L1.");
  private readonly batches = this.gauge(
    "tensora_batcher_nonce",
    "Transactions that the batcher has sent on L1.",
  );
  private readonly proposer = this.gauge("tensora_proposer_balance_bnb", "The proposer's balance on L1.");
  private readonly output = this.gauge("tensora_output_l2_block", "L2 block of the last output.");
  private readonly outputAge = this.age(
    "tensora_output_age_seconds",
    "Time since the last output; before the first one, since L2's start.",
  );
  private readonly outputEvery = this.gauge(
    "tensora_output_interval_seconds",
    "Time between the last two outputs.",
  );
  private readonly diverged = this.gauge(
    "tensora_replica_diverged",
    "1 if the replica and the sequencer have different blocks at the lower of their heads; 0 if not or unknown.",
  );
  private readonly deposits = this.gauge(
    "tensora_bridge_pending_deposits",
    "Deposits that L2 has not executed yet.",
  );
  private readonly oldestDeposit = this.age(
    "tensora_bridge_oldest_deposit_age_seconds",
    "Age of the oldest pending deposit; 0 if there is none.",
  );
  private readonly up = this.gauge(
    "tensora_exporter_source_up",
    "1 if the last check of this chain succeeded.",
    ["source"],
  );
  private readonly looks = this.counter("tensora_exporter_looks_total", "Checks of a chain.", ["source"]);
  private readonly failures = this.counter("tensora_exporter_failures_total", "Checks that failed.", [
    "source",
  ]);
  private protocol: ProtocolMetrics | undefined;

  sawL2({ heads, fees, protocol, diverged = false }: L2State): void {
    for (const { name, number, timestamp } of heads) {
      this.l2Number.set({ head: name }, number);
      this.l2Age.set(timestamp, { head: name });
    }
    for (const [vault, wei] of Object.entries(fees)) this.fees.set({ vault }, coins(wei));
    this.diverged.set(diverged ? 1 : 0);
    if (!protocol) return;
    this.protocol ??= new ProtocolMetrics(this.registry);
    this.protocol.sawL2(protocol);
  }

  /** @param supply of TORA on L2, smallest units, read before; undefined where it is not known */
  sawL1(state: L1State, supply: bigint | undefined): void {
    this.l1Number.set(Number(state.number));
    this.l1Age.set(state.timestamp);
    this.baseFee.set(Number(state.baseFee));
    this.batcher.set(coins(state.batcher.balance));
    this.batches.set(state.batcher.nonce);
    this.proposer.set(coins(state.proposer));
    this.output.set(Number(state.output.l2Block));
    this.outputAge.set(state.output.at);
    if (state.output.interval !== undefined) this.outputEvery.set(state.output.interval);
    if (state.escrow !== undefined) this.protocol?.sawL1(state.escrow, supply);
    if (!state.pending) return;
    this.deposits.set(state.pending.count);
    this.oldestDeposit.set(state.pending.oldest ?? Number.POSITIVE_INFINITY);
  }

  sawReorgs(deepest: number): void {
    this.reorg.set(deepest);
  }

  looked(source: string, well: boolean): void {
    this.up.set({ source }, well ? 1 : 0);
    this.looks.inc({ source });
    if (!well) this.failures.inc({ source });
  }

  /** Whether a program's own metrics answered, as they were passed on. */
  scraped(source: string, well: boolean): void {
    this.up.set({ source }, well ? 1 : 0);
  }

  private age(name: string, help: string, labelNames: string[] = []) {
    return new Ages(this.registry, name, help, labelNames);
  }

  private gauge(name: string, help: string, labelNames: string[] = []) {
    return gaugeOf(this.registry, name, help, labelNames);
  }

  private counter(name: string, help: string, labelNames: string[]) {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}

/** A gauge without a series until it is set: 0 BNB before the first look would be a false alarm. */
function gaugeOf(registry: Registry, name: string, help: string, labelNames: string[] = []): Gauge {
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  if (labelNames.length === 0) gauge.remove();
  return gauge;
}

/** Of stacks with the protocol: without it there are no such series, rather than series of zeros. */
class ProtocolMetrics {
  private readonly deposit;
  private readonly priceAge: Ages;
  private readonly escrow;
  private readonly supply;
  private readonly margin;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) => gaugeOf(registry, name, help);
    this.deposit = gauge("tensora_paymaster_entrypoint_bnb", "The paymaster's deposit.");
    // The price feeder's own word for it ends with the price feeder.
    this.priceAge = new Ages(
      registry,
      "tensora_paymaster_price_age_seconds",
      "Age of the paymaster's price.",
    );
    this.escrow = gauge("tensora_bridge_escrow_tora", "TORA that the L1 bridge holds.");
    this.supply = gauge("tensora_bridge_supply_tora", "TORA supply on L2.");
    this.margin = gauge(
      "tensora_bridge_margin_tora",
      "Escrow minus supply: TORA in transit. Below zero the bridge is insolvent.",
    );
  }

  sawL2({ supply, deposit, priceAt }: NonNullable<L2State["protocol"]>): void {
    this.supply.set(coins(supply));
    this.deposit.set(coins(deposit));
    this.priceAge.set(priceAt);
  }

  sawL1(escrow: bigint, supply: bigint | undefined): void {
    this.escrow.set(coins(escrow));
    if (supply !== undefined) this.margin.set(coins(escrow - supply));
  }
}
