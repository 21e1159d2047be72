import { stringify } from "yaml";
import { renderDashboards, SOURCE } from "./index.ts";

export interface GrafanaSettings {
  stack: string;
  /** Where Prometheus is for a program of this machine. */
  prometheus: string;
  /** Grafana's image, with its digest where that is known. */
  image: string;
  /** Where Grafana listens, on loopback. */
  port: number;
}

export const COMPOSE_FILE = "compose.yaml";
const PROVISIONING = "/etc/grafana/provisioning";
const DASHBOARDS = "/var/lib/tensora/dashboards";

/**
 * What Grafana needs to show a stack, by file: dashboards, its provisioning (https://grafana.com/docs/grafana/latest/administration/provisioning/),
 * and a file of Docker Compose with Grafana alone: on this machine's network, since Prometheus is on loopback.
 */
export function grafanaFiles({ stack, prometheus, image, port }: GrafanaSettings): Record<string, string> {
  const sources = {
    apiVersion: 1,
    datasources: [{ name: "Tensora", ...SOURCE, url: prometheus, isDefault: true, access: "proxy" }],
  };
  const providers = {
    apiVersion: 1,
    providers: [{ name: "Tensora", folder: "Tensora", type: "file", options: { path: DASHBOARDS } }],
  };
  const compose = {
    name: `tensora-${stack}-grafana`,
    services: {
      grafana: {
        image,
        network_mode: "host",
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        tmpfs: ["/var/lib/grafana:uid=472", "/tmp"],
        volumes: [`./provisioning:${PROVISIONING}:ro`, `./dashboards:${DASHBOARDS}:ro`],
        environment: {
          GF_SERVER_HTTP_ADDR: "127.0.0.1",
          GF_SERVER_HTTP_PORT: String(port),
          // Who is on this machine may look; nobody may change anything.
          GF_AUTH_ANONYMOUS_ENABLED: "true",
          GF_AUTH_DISABLE_LOGIN_FORM: "true",
          GF_ANALYTICS_REPORTING_ENABLED: "false",
          GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
        },
      },
    },
  };
  const dashboards = Object.entries(renderDashboards()).map(([name, text]) => [`dashboards/${name}`, text]);
  return {
    [COMPOSE_FILE]: stringify(compose),
    "provisioning/datasources/tensora.yaml": stringify(sources),
    "provisioning/dashboards/tensora.yaml": stringify(providers),
    ...Object.fromEntries(dashboards),
  };
}
