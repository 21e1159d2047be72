import { SERVICES } from "../../spec/services.ts";
import { type Board, graph, stat } from "./types.ts";

const AGE = "tensora_l2_head_age_seconds";
/** The sequencer's series come by way of the exporter. */
const SEQUENCER = `{job="${SERVICES.exporter.name}"}`;

/** Whether the stack lives. */
export const overview: Board = {
  uid: "tensora-overview",
  title: "Tensora: overview",
  panels: [
    stat("Unsafe head", "none", ['tensora_l2_head_number{head="unsafe"}', "unsafe"]),
    stat("Safe head", "none", ['tensora_l2_head_number{head="safe"}', "safe"]),
    stat("L1 head", "none", ["tensora_l1_head_number", "L1"]),
    stat("Services down", "none", ["count(up == 0) or vector(0)", "down"]),
    stat("Firing alerts", "none", ['count(ALERTS{alertstate="firing"}) or vector(0)', "alerts"]),
    stat("Escrow minus supply", "TORA", ["tensora_bridge_margin_tora", "margin"]),
    graph("Age of the heads", "s", [AGE, "{{head}}"], ["tensora_l1_head_age_seconds", "L1"]),
    graph("Blocks per second", "ops", ['rate(tensora_l2_head_number{head="unsafe"}[1m])', "L2"]),
  ],
};

/** The sequencer: blocks, transactions, gas. */
export const sequencer: Board = {
  uid: "tensora-sequencer",
  title: "Tensora: sequencer",
  panels: [
    graph("Blocks per second", "ops", ['rate(tensora_l2_head_number{head="unsafe"}[1m])', "L2"]),
    graph("Blocks behind the unsafe head", "none", [
      'scalar(tensora_l2_head_number{head="unsafe"}) - tensora_l2_head_number{head!="unsafe"}',
      "{{head}}",
    ]),
    graph("Age of the heads", "s", [AGE, "{{head}}"]),
    graph(
      "Transactions in the pool",
      "none",
      [`txpool_pending${SEQUENCER}`, "pending"],
      [`txpool_queued${SEQUENCER}`, "queued"],
    ),
    graph("Gas of the last block", "short", [`chain_head_gas_used${SEQUENCER}`, "used"]),
    graph("Base fee", "short", [`chain_head_basefee${SEQUENCER}`, "wei"]),
    graph("Derivation", "none", ["op_node_default_refs_number", "{{layer}} {{type}}"]),
    stat("Replica diverged", "bool", ["tensora_replica_diverged", "diverged"]),
  ],
};

const BATCHER = "op_batcher_default";

/** How L2 blocks get to L1, and what that costs. */
export const dataAvailability: Board = {
  uid: "tensora-data-availability",
  title: "Tensora: data availability",
  panels: [
    stat("Balance", "BNB", ["tensora_batcher_balance_bnb", "batcher"]),
    stat("Age of the safe head", "s", [`${AGE}{head="safe"}`, "safe"]),
    graph(
      "L1 costs and L1 fees from users, per minute",
      "BNB",
      [`rate(${BATCHER}_txmgr_tx_fee_gwei_total[5m]) * 60 / 1e9`, "batcher's gas on L1"],
      ['rate(tensora_l2_fees_bnb{vault="l1"}[5m]) * 60', "L1 fees on L2"],
    ),
    graph("Batch size", "bytes", [
      `rate(${BATCHER}_output_bytes_total[5m]) / ignoring (stage) rate(${BATCHER}_channel_total{stage="fully_submitted"}[5m])`,
      "batch",
    ]),
    graph("Channels that timed out", "none", [
      `increase(${BATCHER}_channel_total{stage="timed_out"}[5m]) or vector(0)`,
      "channels",
    ]),
    graph("Compression ratio: output / input", "percentunit", [
      `rate(${BATCHER}_channel_compr_ratio_sum[5m]) / rate(${BATCHER}_channel_compr_ratio_count[5m])`,
      "ratio",
    ]),
    graph(
      "Bytes per second",
      "bytes",
      [`rate(${BATCHER}_input_bytes_total[5m])`, "in"],
      [`rate(${BATCHER}_output_bytes_total[5m])`, "out"],
    ),
    graph("Pending blocks", "none", [`${BATCHER}_pending_blocks_count`, "{{stage}}"]),
    graph("L1 base fee", "none", ["tensora_l1_base_fee_wei", "wei"]),
    graph("Transactions on L1 per minute", "none", ["rate(tensora_batcher_nonce[5m]) * 60", "batcher"]),
  ],
};

/** Outputs, deposits, and what the bridge holds. */
export const settlement: Board = {
  uid: "tensora-settlement",
  title: "Tensora: settlement and bridge",
  panels: [
    stat("Age of the last output", "s", ["tensora_output_age_seconds", "output"]),
    stat("Proposer's balance", "BNB", ["tensora_proposer_balance_bnb", "proposer"]),
    stat("Time between the last two outputs", "s", ["tensora_output_interval_seconds", "interval"]),
    graph("L2 blocks without an output", "none", [
      'tensora_l2_head_number{head="unsafe"} - ignoring(head) tensora_output_l2_block',
      "blocks",
    ]),
    graph("Time to confirmation on L1", "ms", [
      "op_proposer_default_txmgr_tx_confirmed_latency_ms",
      "proposer",
    ]),
    graph(
      "Escrow and supply",
      "TORA",
      ["tensora_bridge_escrow_tora", "escrow"],
      ["tensora_bridge_supply_tora", "supply"],
    ),
    graph("Escrow minus supply: insolvent below zero", "TORA", ["tensora_bridge_margin_tora", "margin"]),
    graph(
      "In transit",
      "none",
      ["tensora_bridge_pending_deposits", "deposits"],
      ["tensora_bridge_pending_withdrawals", "withdrawals"],
    ),
    graph("Deepest L1 reorg in ten minutes", "none", ["tensora_l1_reorg_depth_blocks", "blocks"]),
  ],
};
