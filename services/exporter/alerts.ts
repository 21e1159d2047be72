import type { Logger } from "pino";
import { z } from "zod";

/** What Alertmanager posts, as far as it is told here: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const notice = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
    }),
  ),
});

/** Writes alerts to the service's log, so that the stack has them by itself. @returns what answers Alertmanager's POST */
export const alertLog =
  (log: Pick<Logger, "error" | "info">) =>
  (body: string): number => {
    const read = notice.safeParse(parsed(body));
    if (!read.success) return 400;
    for (const { status, labels, annotations } of read.data.alerts) {
      const { alertname, ...about } = labels;
      if (status === "resolved") log.info(about, `alert ${alertname} is resolved`);
      else log.error(about, `alert ${alertname}: ${annotations.summary} See ${annotations.runbook}`);
    }
    return 200;
  };

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
