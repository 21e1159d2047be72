import { NODES, SERVICES } from "../../spec/services.ts";

/** A series that Prometheus works out from others. */
export interface RecordRule {
  record: string;
  expression: string;
}

const named = (series: string, job: string) => `label_replace(${series}, "job", "${job}", "", "")`;

/**
 * What each service uses, by its name: most programs tell of their process, op-geth in words of its own, and the sequencer's
 * two answer by way of the exporter, which has a prefix for its own.
 * @param told what others say, with `{}` where the job is chosen @param geth what op-geth says @param own what the exporter says of itself
 */
const byService = (told: string, geth: string, own?: string) => {
  const of = (series: string, which: string) =>
    series.replace("{}", `{job${which}"${SERVICES.exporter.name}"}`);
  const all = [
    of(told, "!="),
    of(geth, "!="),
    named(of(told, "="), NODES.sequencer.node),
    named(of(geth, "="), NODES.sequencer.geth),
    ...(own === undefined ? [] : [own]),
  ];
  return `sum by (job) (${all.join(" or ")})`;
};

/** Each service's use of the machine, for dashboards: processors, bytes of memory, bytes on disk. */
export const USAGE: readonly RecordRule[] = [
  {
    record: "tensora:service_processors",
    expression: byService(
      "rate(process_cpu_seconds_total{}[1m])",
      "system_cpu_procload{} / 100",
      "rate(tensora_exporter_process_cpu_seconds_total[1m])",
    ),
  },
  {
    record: "tensora:service_memory_bytes",
    expression: byService(
      "process_resident_memory_bytes{}",
      "system_memory_held{}",
      "tensora_exporter_process_resident_memory_bytes",
    ),
  },
  {
    record: "tensora:service_disk_bytes",
    expression: byService(
      "(prometheus_tsdb_storage_blocks_bytes{} + prometheus_tsdb_wal_storage_size_bytes)",
      "eth_db_chaindata_disk_size{}",
    ),
  },
];
