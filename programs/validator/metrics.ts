import { Counter, Gauge } from "prom-client";
import { programRegistry } from "../common/registry.ts";

const OF = ["validator", "subnet"] as const;

/** What Prometheus is told, of each validator of the process. */
export class ValidatorMetrics {
  readonly registry = programRegistry();
  readonly seated = this.gauge("tensora_validator_seated", "1 if the validator has a slot in this epoch.");
  readonly epoch = this.gauge("tensora_validator_epoch", "The subnet's epoch.");
  readonly scored = this.counter(
    "tensora_validator_scored_total",
    "Epochs in which the validator queried the miners.",
  );
  readonly commits = this.counter("tensora_validator_commits_total", "Commitments on chain.");
  readonly reveals = this.counter("tensora_validator_reveals_total", "Reveals on chain.");
  readonly missed = this.counter(
    "tensora_validator_reveals_missed_total",
    "Epochs committed to but not revealed in time.",
  );
  readonly aggregated = this.counter(
    "tensora_validator_aggregations_total",
    "Aggregations that the validator finished.",
  );
  readonly earned = this.counter("tensora_validator_claimed_tora_total", "TORA claimed.");
  readonly failures = this.counter("tensora_validator_failures_total", "Checks of the chain that failed.");
  readonly quality = new Gauge({
    name: "tensora_validator_miner_quality",
    help: "Quality of a miner's answers in the last epoch, from 0 to 1.",
    labelNames: [...OF, "uid"],
    registers: [this.registry],
  });

  private gauge(name: string, help: string) {
    return new Gauge({ name, help, labelNames: OF, registers: [this.registry] });
  }

  private counter(name: string, help: string) {
    return new Counter({ name, help, labelNames: OF, registers: [this.registry] });
  }
}
