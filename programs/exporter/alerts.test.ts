import { expect, it } from "vitest";
import { alertLog } from "./alerts.ts";

/** What is written when Alertmanager posts these, and how the last one is answered. */
function logged(...bodies: string[]) {
  const lines: string[] = [];
  const line = (level: string) => (about: unknown, text?: unknown) =>
    void lines.push(`${level} ${text} ${JSON.stringify(about)}`);
  const log = { error: line("error"), info: line("info") } as Parameters<typeof alertLog>[0];
  const post = alertLog(log);
  return { status: bodies.map(post).at(-1), lines };
}

const alert = (status: string) => ({
  status,
  fingerprint: "5f3a",
  labels: { alertname: "NoL2Block", job: "exporter", severity: "critical" },
  annotations: { summary: "The sequencer makes no blocks.", runbook: "docs/runbooks/NoL2Block.md" },
});

it("writes each alert with its runbook, and that it is over", () => {
  const { status, lines } = logged(JSON.stringify({ alerts: [alert("firing"), alert("resolved")] }));
  expect(status).toBe(200);
  expect(lines).toEqual([
    'error alert NoL2Block: The sequencer makes no blocks. See docs/runbooks/NoL2Block.md {"job":"exporter","severity":"critical"}',
    'info alert NoL2Block is resolved {"job":"exporter","severity":"critical"}',
  ]);
});

it("writes what is told again once only", () => {
  const bodies = ["firing", "firing", "resolved", "resolved"].map((status) =>
    JSON.stringify({ alerts: [alert(status)] }),
  );
  expect(logged(...bodies).lines).toHaveLength(2);
});

it.each(["", "{}", '{"alerts":[{"status":"odd"}]}'])("refuses what is no notice: %j", (body) => {
  expect(logged(body)).toEqual({ status: 400, lines: [] });
});
