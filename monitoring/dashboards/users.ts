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
    graph("Failed checks of the price feeder", "none", [
      "increase(tensora_price_feeder_failures_total[5m])",
      "failed",
    ]),
    graph("Rejected prices", "none", ["increase(tensora_paymaster_price_rejected_total[5m])", "rejected"]),
    stat("Keeper's balance", "BNB", ["tensora_paymaster_keeper_bnb", "keeper"]),
    graph("Operations per minute", "none", [
      "rate(tensora_paymaster_operations_total[1m]) * 60",
      "{{outcome}}",
    ]),
    graph(
      "Cost and revenue of operations per minute",
      "short",
      ["rate(tensora_paymaster_gas_bnb_total[1m]) * 60", "BNB for gas"],
      ["rate(tensora_paymaster_charged_tora_total[1m]) * 60", "TORA charged"],
    ),
    graph("Operations at the bundler per minute", "none", [
      "sum by (status) (rate(alto_user_operations_received_total[1m])) * 60",
      "{{status}}",
    ]),
    graph("Pending operations", "none", ["alto_user_operations_in_mempool_count", "{{status}}"]),
    graph("Time from operation to block", "s", [
      "rate(alto_user_operation_inclusion_duration_seconds_sum[5m]) / rate(alto_user_operation_inclusion_duration_seconds_count[5m])",
      "mean",
    ]),
    graph("Executors' balances", "BNB", ["alto_executor_wallet_balance", "{{wallet}}"]),
  ],
};

/** What miners and validators do. */
export const subnets: Board = {
  uid: "tensora-subnets",
  title: "Tensora: subnets",
  panels: [
    graph("Tasks per second", "ops", ["sum by (subnet) (rate(tensora_miner_tasks_total[1m]))", "{{subnet}}"]),
    graph("Task duration", "s", [
      "sum by (subnet) (rate(tensora_miner_task_seconds_sum[5m])) / sum by (subnet) (rate(tensora_miner_task_seconds_count[5m]))",
      "{{subnet}}",
    ]),
    graph("Epoch", "none", ["tensora_subnet_epoch", "{{subnet}}"]),
    graph("Phase: 0 query, 1 commit, 2 reveal, 3 aggregate", "none", ["tensora_subnet_phase", "{{subnet}}"]),
    graph("Ended epochs not aggregated", "none", ["tensora_subnet_epochs_not_aggregated", "{{subnet}}"]),
    graph("Emissions per minute", "TORA", ["rate(tensora_subnet_emitted_tora_total[5m]) * 60", "{{subnet}}"]),
    graph("Share of the last hour's epochs in which a validator revealed", "percentunit", [
      "sum by (subnet, validator) (increase(tensora_subnet_reveals_total[1h])) / on (subnet) group_left () sum by (subnet) (increase(tensora_subnet_epochs_total[1h]))",
      "{{subnet}} {{validator}}",
    ]),
    graph("Epochs since a validator last committed", "none", [
      "tensora_subnet_silent_epochs",
      "{{subnet}} {{validator}}",
    ]),
    graph("Slashings", "none", ["sum(tensora_subnet_slashings_total) or vector(0)", "all"]),
    stat("Validators with a slot", "percentunit", [
      "avg by (subnet) (tensora_validator_seated)",
      "{{subnet}}",
    ]),
    graph("Quality of miners", "none", [
      "avg by (subnet, uid) (tensora_validator_miner_quality)",
      "{{subnet}} {{uid}}",
    ]),
    graph(
      "TORA claimed",
      "TORA",
      ["sum(tensora_miner_claimed_tora_total)", "miners"],
      ["sum(tensora_validator_claimed_tora_total)", "validators"],
    ),
  ],
};
