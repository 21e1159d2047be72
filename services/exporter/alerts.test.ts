import { expect, it } from "vitest";
import { alertLog } from "./alerts.ts";

function logged(body: string) {
  const lines: string[] = [];
  const line = (level: string) => (about: unknown, text?: unknown) =>
    void lines.push(`${level} ${text} ${JSON.stringify(about)}`);
  const log = { error: line("error"), info: line("info") } as Parameters<typeof alertLog>[0];
  return { status: alertLog(log)(body), lines };
}

const alert = (status: string) => ({
  status,
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

it.each(["", "{}", '{"alerts":[{"status":"odd"}]}'])("refuses what is no notice: %j", (body) => {
  expect(logged(body)).toEqual({ status: 400, lines: [] });
});
