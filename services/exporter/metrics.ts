import { Counter, Gauge, Registry } from "prom-client";
import type { L1State } from "./l1.ts";
import type { L2State } from "./l2.ts";

const UNIT = 1e18;
const coins = (wei: bigint) => Number(wei) / UNIT;
const seconds = () => Date.now() / 1000;

/**
 * What Prometheus is told. Amounts are in whole coins and tokens. Ages are taken at the scrape, so that they go on when
 * the reads do not.
 */
export class ExporterMetrics {
  readonly registry = new Registry();
  /** When what has an age happened, in seconds since the epoch. */
  private readonly since = new Map<string, number>();

  private readonly l2Number = this.gauge("tensora_l2_head_number", "L2's heads.", ["head"]);
  private readonly l1Number = this.gauge("tensora_l1_head_number", "L1's head.");
  private readonly baseFee = this.gauge("tensora_l1_base_fee_wei", "L1's base fee; 0 where it has none.");
  private readonly reorg = this.gauge("tensora_l1_reorg_depth_blocks", "L1's deepest reorg of ten minutes.");
  private readonly batcher = this.gauge("tensora_batcher_balance_bnb", "What the batcher pays L1 from.");
  private readonly batches = this.gauge("tensora_batcher_nonce", "Transactions of the batcher on L1.");
  private readonly proposer = this.gauge("tensora_proposer_balance_bnb", "What the proposer pays L1 from.");
  private readonly output = this.gauge("tensora_output_l2_block", "L2 block of the last output.");
  private readonly deposit = this.gauge("tensora_paymaster_entrypoint_bnb", "The paymaster's deposit.");
  private readonly diverged = this.gauge(
    "tensora_replica_diverged",
    "1 while the replica has another block than the sequencer at the lower of their heads; 0 if not known.",
  );
  private readonly escrow = this.gauge("tensora_bridge_escrow_tora", "TORA that the L1 bridge holds.");
  private readonly supply = this.gauge("tensora_bridge_supply_tora", "TORA there is on L2.");
  private readonly margin = this.gauge(
    "tensora_bridge_margin_tora",
    "Escrow less supply: what is on its way. Below zero the bridge is insolvent.",
  );
  private readonly deposits = this.gauge("tensora_bridge_pending_deposits", "Deposits that L2 has not seen.");
  private readonly up = this.gauge("tensora_exporter_source_up", "Whether the last read of it went well.", [
    "source",
  ]);
  private readonly looks = this.counter("tensora_exporter_looks_total", "Looks at a chain.", ["source"]);
  private readonly failures = this.counter("tensora_exporter_failures_total", "Looks that failed.", [
    "source",
  ]);

  constructor() {
    this.age("tensora_l2_head_age_seconds", "Since the timestamp of L2's heads.", "head", [
      "unsafe",
      "safe",
      "finalized",
    ]);
    this.age("tensora_l1_head_age_seconds", "Since the timestamp of L1's head.");
    this.age("tensora_output_age_seconds", "Since the last output; before the first, since L2's start.");
    // The price feeder's own word for it ends with the price feeder.
    this.age("tensora_paymaster_price_age_seconds", "Since the paymaster's price was observed.");
    this.age("tensora_bridge_oldest_deposit_age_seconds", "Since the oldest pending deposit; 0 without one.");
  }

  sawL2({ heads, supply, deposit, priceAt, diverged = false }: L2State): void {
    for (const { name, number, timestamp } of heads) {
      this.l2Number.set({ head: name }, number);
      this.since.set(`tensora_l2_head_age_seconds ${name}`, timestamp);
    }
    this.diverged.set(diverged ? 1 : 0);
    this.supply.set(coins(supply));
    this.deposit.set(coins(deposit));
    this.since.set("tensora_paymaster_price_age_seconds ", priceAt);
  }

  sawL1(state: L1State, supply: bigint | undefined): void {
    this.l1Number.set(Number(state.number));
    this.since.set("tensora_l1_head_age_seconds ", state.timestamp);
    this.baseFee.set(Number(state.baseFee));
    this.batcher.set(coins(state.batcher.balance));
    this.batches.set(state.batcher.nonce);
    this.proposer.set(coins(state.proposer));
    this.output.set(Number(state.output.l2Block));
    this.since.set("tensora_output_age_seconds ", state.output.at);
    this.escrow.set(coins(state.escrow));
    if (supply !== undefined) this.margin.set(coins(state.escrow - supply));
    if (!state.pending) return;
    this.deposits.set(state.pending.count);
    const oldest = "tensora_bridge_oldest_deposit_age_seconds ";
    this.since.set(oldest, state.pending.oldest ?? Number.POSITIVE_INFINITY);
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

  private age(name: string, help: string, label?: string, values: readonly string[] = [""]): void {
    const { since } = this;
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [this.registry],
      collect() {
        for (const value of values) {
          const at = since.get(`${name} ${value}`);
          const age = at === undefined ? Number.NaN : Math.max(0, seconds() - at);
          if (label === undefined) gauge.set(age);
          else gauge.set({ [label]: value }, age);
        }
      },
    });
  }

  private gauge(name: string, help: string, labelNames: string[] = []) {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private counter(name: string, help: string, labelNames: string[]) {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
