import { z } from "zod";
import { TensoraError } from "../../../lib/errors.ts";
import type { AlertRow } from "../state.ts";

/** What is used of the answer to Alertmanager's GET /api/v2/alerts. */
const alerts = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.string(),
    status: z.object({ state: z.string() }),
  }),
);

/** The alerts that fire, the oldest first. */
export function alertsReader(alertmanagerUrl: string) {
  return async (): Promise<AlertRow[]> => {
    const response = await fetch(new URL("/api/v2/alerts", alertmanagerUrl), {
      signal: AbortSignal.timeout(3000),
    });
    if (!response.ok)
      throw new TensoraError(`Alertmanager answers ${response.status}`, { where: alertmanagerUrl });
    return rowsOf(await response.json());
  };
}

/** @param answer of Alertmanager @throws when it has another shape */
export function rowsOf(answer: unknown): AlertRow[] {
  const rows = alerts.parse(answer).map(({ labels, annotations, startsAt, status }): AlertRow => {
    const { alertname = "alert", severity = "", ...rest } = labels;
    return {
      name: alertname,
      severity,
      state: status.state,
      since: Math.floor(Date.parse(startsAt) / 1000),
      summary: annotations.summary ?? annotations.description ?? "",
      labels: rest,
    };
  });
  return rows.sort((a, b) => a.since - b.since || a.name.localeCompare(b.name));
}
