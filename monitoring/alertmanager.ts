import { stringify } from "yaml";

export interface AlertmanagerSettings {
  /** Who is told: each gets a POST with the alerts, as they fire and as they are resolved. */
  webhooks: readonly string[];
  /** Seconds that alerts of one service are gathered for before they are told of. */
  gather: number;
  /** Seconds until what still fires is told of again. */
  repeat: number;
}

/** The configuration of Alertmanager. A service's alerts come together; one that is down gives no warnings besides. */
export const renderAlertmanager = ({ webhooks, gather, repeat }: AlertmanagerSettings): string =>
  stringify({
    route: {
      receiver: "stack",
      group_by: ["job"],
      group_wait: `${gather}s`,
      // Alertmanager takes nothing below a second here.
      group_interval: `${Math.max(1, gather)}s`,
      repeat_interval: `${repeat}s`,
    },
    inhibit_rules: [
      {
        source_matchers: ['alertname="ServiceDown"'],
        target_matchers: ['severity="warning"'],
        equal: ["job"],
      },
    ],
    receivers: [
      {
        name: "stack",
        webhook_configs: webhooks.map((url) => ({ url, send_resolved: true })),
      },
    ],
  });

/** The arguments of Alertmanager: one of its kind, so its gossip port stays closed. */
export const alertmanagerArgs = (place: {
  config: string;
  data: string;
  listen: string;
  port: number;
}): string[] => [
  `--config.file=${place.config}`,
  `--storage.path=${place.data}`,
  `--web.listen-address=${place.listen}:${place.port}`,
  "--cluster.listen-address=",
];
