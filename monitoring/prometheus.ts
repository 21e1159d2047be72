import { stringify } from "yaml";

/** A service whose metrics are scraped. */
export interface Target {
  /** The service's name: the label `job` of its series. */
  job: string;
  /** Host and port as Prometheus sees them, such as `127.0.0.1:9091`. */
  address: string;
  path: string;
}

export interface PrometheusSettings {
  /** Seconds between two scrapes; rules are looked at as often. */
  interval: number;
  targets: readonly Target[];
  /** Path of the rule file as Prometheus sees it; see `renderRules`. */
  ruleFile: string;
  /** Host and port of Alertmanager. */
  alertmanager?: string;
}

/** The configuration of Prometheus. */
export const renderPrometheus = (settings: PrometheusSettings): string => {
  const every = { scrape_interval: `${settings.interval}s`, evaluation_interval: `${settings.interval}s` };
  const managers = settings.alertmanager === undefined ? [] : [settings.alertmanager];
  return stringify({
    global: { ...every, scrape_timeout: `${settings.interval}s` },
    rule_files: [settings.ruleFile],
    alerting: { alertmanagers: managers.map((address) => ({ static_configs: [{ targets: [address] }] })) },
    scrape_configs: settings.targets.map(({ job, address, path }) => ({
      job_name: job,
      metrics_path: path,
      static_configs: [{ targets: [address] }],
    })),
  });
};

/** What is kept: whichever is reached first. */
export interface Retention {
  /** Days. */
  days: number;
  /** 10^6 bytes on disk. */
  megabytes: number;
}

/** The arguments of Prometheus. @param place where its files are and where it listens */
export const prometheusArgs = (
  place: { config: string; data: string; listen: string; port: number },
  { days, megabytes }: Retention,
): string[] => [
  `--config.file=${place.config}`,
  `--storage.tsdb.path=${place.data}`,
  `--storage.tsdb.retention.time=${days}d`,
  `--storage.tsdb.retention.size=${megabytes}MB`,
  `--web.listen-address=${place.listen}:${place.port}`,
  // Nothing has this origin: no page of another server reads what is here.
  "--web.cors.origin=none",
];
