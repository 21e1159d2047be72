import type { Alert } from "../../../../monitoring/alerts.ts";
import type { Panel } from "../../state.ts";
import { Ago, PanelView } from "../parts.tsx";

/** The alerts that fire. */
export function AlertsPanel({ panel }: { panel: Panel<Alert[]> | undefined }) {
  return (
    <PanelView
      title="Alerts"
      id="alerts"
      panel={panel}
      empty={{ when: (rows) => rows.length === 0, text: "no alerts are firing" }}
    >
      {(rows) => (
        <ul class="alerts">
          {rows.map((row) => (
            <li
              key={`${row.name} ${row.service} ${row.since}`}
              class={row.severity === "critical" ? "bad" : "warn"}
            >
              <strong>{row.name}</strong> <span>{[row.severity, row.state].filter(Boolean).join(", ")}</span>{" "}
              <span class="quiet">
                <Ago since={row.since} />
              </span>
              {row.summary !== "" && <p>{row.summary}</p>}
              <p class="quiet">
                {row.service}
                {row.runbook !== "" && <>: see {row.runbook}</>}
              </p>
            </li>
          ))}
        </ul>
      )}
    </PanelView>
  );
}
