import { z } from "zod";
import { TensoraError } from "../lib/errors.ts";

/** An alert that fires. */
export interface Alert {
  name: string;
  severity: string;
  /** The service that it is about. */
  service: string;
  /** `active`, or `suppressed` where another alert says enough. */
  state: string;
  /** When it began, in seconds since the epoch. */
  since: number;
  summary: string;
  /** Where its page is, from the project's root. */
  runbook: string;
}

/** What is used of the answer to Alertmanager's GET /api/v2/alerts. */
const answerSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.string(),
    status: z.object({ state: z.string() }),
  }),
);

/** Milliseconds that it may take. */
const PATIENCE = 3000;

/** The alerts that fire, the oldest first. @param url of Alertmanager @throws TensoraError when it does not answer so */
export async function alertsAt(url: string): Promise<Alert[]> {
  const response = await fetch(new URL("/api/v2/alerts", url), { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new TensoraError(`Alertmanager returned status ${response.status}`, { where: url });
  return alertsOf(await response.json());
}

/** @param answer of Alertmanager @throws when it has another shape */
export function alertsOf(answer: unknown): Alert[] {
  const alerts = answerSchema.parse(answer).map(
    ({ labels, annotations, startsAt, status }): Alert => ({
      name: labels.alertname ?? "",
      severity: labels.severity ?? "",
      service: labels.job ?? "",
      state: status.state,
      since: Math.floor(Date.parse(startsAt) / 1000),
      summary: annotations.summary ?? "",
      runbook: annotations.runbook ?? "",
    }),
  );
  return alerts.sort((a, b) => a.since - b.since || a.name.localeCompare(b.name));
}
