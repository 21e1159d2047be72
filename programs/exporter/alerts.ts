import type { Logger } from "pino";
import { z } from "zod";

/** What Alertmanager posts, as far as it is told here: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const notice = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      fingerprint: z.string(),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
    }),
  ),
});

/** Alerts that are remembered at most. */
const REMEMBERED = 1000;

/**
 * Writes alerts to the service's log, so that the stack has them by itself. Alertmanager tells of all alerts of a group
 * whenever one changes: only what has changed is written.
 * @returns what answers Alertmanager's POST
 */
export function alertLog(log: Pick<Logger, "error" | "info">): (body: string) => number {
  const written = new Map<string, string>();
  return (body) => {
    const read = notice.safeParse(parsed(body));
    if (!read.success) return 400;
    for (const { status, fingerprint, labels, annotations } of read.data.alerts) {
      if (written.get(fingerprint) === status) continue;
      if (written.size >= REMEMBERED) written.clear();
      written.set(fingerprint, status);
      const { alertname, ...about } = labels;
      if (status === "resolved") log.info(about, `alert ${alertname} is resolved`);
      else log.error(about, `alert ${alertname}: ${annotations.summary} See ${annotations.runbook}`);
    }
    return 200;
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
