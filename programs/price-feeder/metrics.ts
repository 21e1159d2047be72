import { Counter, Gauge } from "prom-client";
import { programRegistry } from "../common/registry.ts";
import type { FeedRules, FeedState } from "./plan.ts";

const UNIT = 1e18;

/** What Prometheus is told. Amounts are in whole coins and tokens. */
export class FeederMetrics {
  readonly registry = programRegistry();
  private readonly price = this.gauge("tensora_paymaster_price", "The paymaster's price: TORA for one BNB.");
  private readonly deposit = this.gauge(
    "tensora_paymaster_deposit_bnb",
    "The paymaster's deposit, which pays for operations.",
  );
  private readonly operator = this.gauge(
    "tensora_paymaster_keeper_bnb",
    "Balance of the account that tops up the deposit.",
  );
  private readonly success = this.gauge(
    "tensora_price_feeder_success_timestamp_seconds",
    "When a check last succeeded.",
  );
  private readonly looks = this.counter("tensora_price_feeder_looks_total", "Checks of price and deposit.");
  private readonly failures = this.counter("tensora_price_feeder_failures_total", "Checks that failed.");
  readonly rejected = this.counter(
    "tensora_paymaster_price_rejected_total",
    "Prices rejected because they differ too much from the current one.",
  );
  private last: { state: FeedState; at: number } | undefined;
  private lastSuccess = 0;

  saw(state: FeedState): void {
    this.last = { state, at: Date.now() };
    this.price.set(Number(state.price) / UNIT);
    this.deposit.set(Number(state.deposit) / UNIT);
    this.operator.set(Number(state.operatorBalance) / UNIT);
  }

  looked(well: boolean): void {
    this.looks.inc();
    if (!well) {
      this.failures.inc();
      return;
    }
    this.lastSuccess = Date.now();
    this.success.setToCurrentTime();
  }

  /** A price that is good, seen by a look that went well not long ago. */
  healthy({ maxAge, interval }: FeedRules): boolean {
    if (!this.last || Date.now() - this.lastSuccess > 3 * interval * 1000) return false;
    const { now, observedAt } = this.last.state;
    return now - observedAt < maxAge;
  }

  private gauge(name: string, help: string) {
    return new Gauge({ name, help, registers: [this.registry] });
  }

  private counter(name: string, help: string) {
    return new Counter({ name, help, registers: [this.registry] });
  }
}
