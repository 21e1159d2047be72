import type { Alert } from "../../monitoring/alerts.ts";
import { bad, faint, good, strong, warn } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";
import type { Status } from "./read.ts";

/** A status as people read it. */
export const statusLines = ({ services, heads, alerts }: Status): string[] => [
  strong("Services"),
  ...columns(
    services.map((s) => [s.name, s.role, s.runtime, coloured(s.state), s.version]),
    ["name", "role", "runtime", "state", "version"],
  ),
  "",
  strong("Heads"),
  ...columns(
    Object.entries(heads).map(([name, head]) => [name, head === null ? bad("no answer") : `${head}`]),
  ),
  ...(alerts === null ? [] : ["", strong("Alerts"), ...alertLines(alerts)]),
];

function coloured(state: string): string {
  if (state === "running") return good(state);
  return state === "starting" || state === "restarting" ? warn(state) : bad(state);
}

function alertLines(alerts: readonly Alert[]): string[] {
  if (alerts.length === 0) return [`  ${good("none")}`];
  return columns(
    alerts.map(({ name, severity, service, summary, runbook }) => [
      (severity === "critical" ? bad : warn)(name),
      service,
      summary,
      faint(runbook),
    ]),
  );
}
