import { Counter, Gauge } from "prom-client";
import { programRegistry } from "../common/registry.ts";

const OF = ["validator", "subnet"] as const;

/** What Prometheus is told, of each validator of the process. */
export class ValidatorMetrics {
  readonly registry = programRegistry();
  readonly seated = this.gauge("tensora_validator_seated", "Whether the validator has a slot in this epoch.");
  readonly epoch = this.gauge("tensora_validator_epoch", "The subnet's epoch.");
  readonly scored = this.counter("tensora_validator_scored_total", "Epochs whose miners were asked.");
  readonly commits = this.counter("tensora_validator_commits_total", "Commitments that are on chain.");
  readonly reveals = this.counter("tensora_validator_reveals_total", "Reveals that are on chain.");
  readonly missed = this.counter(
    "tensora_validator_reveals_missed_total",
    "Epochs that were committed to and not revealed in time.",
  );
  readonly aggregated = this.counter(
    "tensora_validator_aggregations_total",
    "Aggregations that it has finished.",
  );
  readonly earned = this.counter("tensora_validator_claimed_tora_total", "TORA that was claimed.");
  readonly failures = this.counter("tensora_validator_failures_total", "Looks at the chain that failed.");
  readonly quality = new Gauge({
    name: "tensora_validator_miner_quality",
    help: "What a miner's answers were worth in the last epoch, from 0 to 1.",
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
