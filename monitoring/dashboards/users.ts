import { type Board, graph, stat } from "./types.ts";

/** Gas in TORA. */
export const paymaster: Board = {
  uid: "tensora-paymaster",
  title: "Tensora: paymaster and bundler",
  panels: [
    stat("Paymaster's deposit", "BNB", ["tensora_paymaster_entrypoint_bnb", "deposit"]),
    stat("TORA for one BNB", "TORA", ["tensora_paymaster_price", "price"]),
    graph("Age of the price", "s", ["tensora_paymaster_price_age_seconds", "price"]),
    graph("Deposit", "BNB", ["tensora_paymaster_entrypoint_bnb", "deposit"]),
    graph("Looks of the price feeder that failed", "none", [
      "increase(tensora_price_feeder_failures_total[5m])",
      "failed",
    ]),
    graph("Prices that were too far away", "none", [
      "increase(tensora_paymaster_price_rejected_total[5m])",
      "rejected",
    ]),
    stat("Keeper's balance", "BNB", ["tensora_paymaster_keeper_bnb", "keeper"]),
  ],
};

/** What miners and validators do. */
export const subnets: Board = {
  uid: "tensora-subnets",
  title: "Tensora: subnets",
  panels: [
    graph("Tasks a second", "ops", ["sum by (subnet) (rate(tensora_miner_tasks_total[1m]))", "{{subnet}}"]),
    graph("Time of a task", "s", [
      "sum by (subnet) (rate(tensora_miner_task_seconds_sum[5m])) / sum by (subnet) (rate(tensora_miner_task_seconds_count[5m]))",
      "{{subnet}}",
    ]),
    graph("Epoch", "none", ["max by (subnet) (tensora_validator_epoch)", "{{subnet}}"]),
    stat("Validators with a slot", "percentunit", [
      "avg by (subnet) (tensora_validator_seated)",
      "{{subnet}}",
    ]),
    graph("Reveals an hour", "none", [
      "sum by (validator) (rate(tensora_validator_reveals_total[5m])) * 3600",
      "{{validator}}",
    ]),
    graph("Reveals that were missed", "none", [
      "sum by (validator) (tensora_validator_reveals_missed_total) or vector(0)",
      "{{validator}}",
    ]),
    graph("Quality of miners", "none", [
      "avg by (subnet, uid) (tensora_validator_miner_quality)",
      "{{subnet}} {{uid}}",
    ]),
    graph(
      "TORA that was claimed",
      "TORA",
      ["sum(tensora_miner_claimed_tora_total)", "miners"],
      ["sum(tensora_validator_claimed_tora_total)", "validators"],
    ),
  ],
};
