import type { AlertRule, RuleSettings } from "./types.ts";

/** Rules on the programs themselves. */
export const serviceRules = ({ lowest }: RuleSettings): AlertRule[] => [
  {
    name: "ServiceDown",
    expression: "up == 0",
    after: 0,
    for: 30,
    severity: "critical",
    summary: "A service does not answer requests for its metrics.",
  },
  {
    name: "SequencerUnwatched",
    expression: 'tensora_exporter_source_up{source!="l1"} == 0',
    after: 0,
    for: 30,
    severity: "warning",
    summary: "The exporter cannot read one of the sequencer's two programs.",
  },
  {
    name: "DiskFilling",
    expression: `tensora_host_disk_available_bytes / tensora_host_disk_bytes < ${lowest.disk}`,
    after: 0,
    for: 30,
    severity: "warning",
    summary: "The disk that the services write to is nearly full.",
  },
  {
    name: "CrashLoop",
    // Of op-geth, which does not say when it was started, it is not known.
    expression: "changes(process_start_time_seconds[10m]) > 2",
    after: 0,
    for: 0,
    severity: "critical",
    summary: "A service was restarted more than twice within ten minutes.",
  },
];
