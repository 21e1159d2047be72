import { batchLate, depositLate, outputLate, safeLate, standing } from "../rules/chains.ts";
import { REMEMBERED } from "../rules/subnets.ts";
import { SERVICES } from "../../spec/services.ts";
import type { RuleSettings } from "../rules/index.ts";

/** Seconds between two samples and two evaluations of a case. */
export const STEP = 5;
/** Samples of a case: long enough for every rule's window with the settings of the test. */
export const SAMPLES = 400;

export const SETTINGS: RuleSettings = {
  l1: { blockTime: 3, confirmations: 4 },
  l2: { blockTime: 1 },
  batchEvery: 60,
  outputEvery: 120,
  outputDelay: 30,
  priceMaxAge: 600,
  epochEvery: 140,
  lowest: { batcher: 1, proposer: 0.5, paymaster: 2, disk: 0.2 },
};

/** A series, what it says when all is just well enough, and what when it is not. */
export interface Case {
  series: string;
  /** Series that stay what they are, beside it. */
  beside?: Readonly<Record<string, number>>;
  quiet: string;
  fires: string;
}

const always = (value: number) => `${value}x${SAMPLES}`;
/** A figure that is constant, at the limit and a little beyond. */
const limit = (series: string, at: number, beyond: number): Case => ({
  series,
  quiet: always(at),
  fires: always(beyond),
});
const above = (series: string, at: number) => limit(series, at, at + 1);
const below = (series: string, at: number) => limit(series, at, at - 0.1);

/** For each rule the case by which it is tested. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  NoL2Block: [above('tensora_l2_head_age_seconds{head="unsafe"}', standing(SETTINGS.l2.blockTime))],
  SafeHeadStalled: [above('tensora_l2_head_age_seconds{head="safe"}', safeLate(SETTINGS))],
  BatchesNotLanding: [
    {
      series: "tensora_batcher_nonce",
      // A batch every two minutes, within a window of three.
      quiet: Array.from(
        { length: 40 },
        (_, i) => `${i}x${Math.floor((batchLate(SETTINGS) - 30) / STEP)}`,
      ).join(" "),
      fires: always(7),
    },
    // One that was just started has no past to be judged by.
    { series: "tensora_batcher_nonce", quiet: `_x${SAMPLES - 10} ${always(7)}`, fires: always(0) },
  ],
  OutputLate: [above("tensora_output_age_seconds", outputLate(SETTINGS))],
  DepositNotArriving: [above("tensora_bridge_oldest_deposit_age_seconds", depositLate(SETTINGS))],
  ReplicaDiverged: [limit("tensora_replica_diverged", 0, 1)],
  L1Down: [
    above("tensora_l1_head_age_seconds", standing(SETTINGS.l1.blockTime)),
    limit('tensora_exporter_source_up{source="l1"}', 1, 0),
  ],
  L1ReorgTooDeep: [above("tensora_l1_reorg_depth_blocks", SETTINGS.l1.confirmations)],
  BatcherBalanceLow: [below("tensora_batcher_balance_bnb", SETTINGS.lowest.batcher)],
  ProposerBalanceLow: [below("tensora_proposer_balance_bnb", SETTINGS.lowest.proposer)],
  PaymasterDepositLow: [below("tensora_paymaster_entrypoint_bnb", SETTINGS.lowest.paymaster)],
  PriceStale: [above("tensora_paymaster_price_age_seconds", SETTINGS.priceMaxAge)],
  BridgeInsolvent: [below("tensora_bridge_margin_tora", 0)],
  ServiceDown: [limit(`up{job="${SERVICES.batcher.name}"}`, 1, 0)],
  SequencerUnwatched: [limit('tensora_exporter_source_up{source="node"}', 1, 0)],
  DiskFilling: [
    {
      ...below("tensora_host_disk_available_bytes", 20),
      beside: { tensora_host_disk_bytes: 100 },
    },
  ],
  ValidatorSilent: [above('tensora_subnet_silent_epochs{subnet="text",validator="0x01"}', 2)],
  RevealMissed: [
    {
      series: 'tensora_subnet_reveal_missed_age_seconds{subnet="text",validator="0x01"}',
      quiet: always(REMEMBERED),
      fires: always(REMEMBERED - 1),
    },
  ],
  CrashLoop: [
    {
      series: `process_start_time_seconds{job="${SERVICES.batcher.name}"}`,
      quiet: `1x${SAMPLES - 60} 2x20 3x40`,
      fires: `1x${SAMPLES - 60} 2x20 3x20 4x20`,
    },
  ],
};
