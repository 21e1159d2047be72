import { Counter, Gauge, Histogram } from "prom-client";
import { programRegistry } from "../common/registry.ts";

const OF = ["miner", "subnet"] as const;

/** What Prometheus is told, of each miner of the process. */
export class MinerMetrics {
  readonly registry = programRegistry();
  private readonly tasks = new Counter({
    name: "tensora_miner_tasks_total",
    help: "Tasks by the status of their answer.",
    labelNames: [...OF, "status"],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: "tensora_miner_task_seconds",
    help: "How long tasks took.",
    labelNames: OF,
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [this.registry],
  });
  readonly registered = new Gauge({
    name: "tensora_miner_registered",
    help: "1 if the miner is registered in its subnet.",
    labelNames: OF,
    registers: [this.registry],
  });
  readonly earned = new Counter({
    name: "tensora_miner_claimed_tora_total",
    help: "TORA claimed for the miner.",
    labelNames: OF,
    registers: [this.registry],
  });
  readonly failures = new Counter({
    name: "tensora_miner_failures_total",
    help: "Checks of the chain that failed.",
    labelNames: OF,
    registers: [this.registry],
  });

  finished(labels: { miner: string; subnet: string }, status: number, seconds: number): void {
    this.tasks.inc({ ...labels, status });
    this.seconds.observe(labels, seconds);
  }
}
