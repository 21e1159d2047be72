import { expect, test } from "vitest";
import { alertsOf } from "./alerts.ts";

const alert = (alertname: string, startsAt: string, state = "active") => ({
  labels: { alertname, severity: "page", job: "batcher" },
  annotations: { summary: `${alertname} fires` },
  startsAt,
  endsAt: "2030-01-01T00:00:00Z",
  status: { state, inhibitedBy: [], silencedBy: [] },
});

test("alerts are told with their labels, the oldest first", () => {
  const rows = alertsOf([
    alert("B", "2026-01-01T00:00:10.5Z"),
    alert("A", "2026-01-01T00:00:00Z", "suppressed"),
  ]);
  expect(rows).toEqual([
    {
      name: "A",
      severity: "page",
      state: "suppressed",
      since: 1767225600,
      summary: "A fires",
      service: "batcher",
      runbook: "",
    },
    {
      name: "B",
      severity: "page",
      state: "active",
      since: 1767225610,
      summary: "B fires",
      service: "batcher",
      runbook: "",
    },
  ]);
});

test("an answer of another shape is refused", () => {
  for (const answer of [{ status: "success" }, [{}], null, "no"]) expect(() => alertsOf(answer)).toThrow();
});
