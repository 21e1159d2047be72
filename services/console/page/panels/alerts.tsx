import type { AlertRow, Panel } from "../../state.ts";
import { Ago, PanelView } from "../parts.tsx";

/** The alerts that fire. */
export function AlertsPanel({ panel }: { panel: Panel<AlertRow[]> | undefined }) {
  return (
    <PanelView
      title="Alerts"
      id="alerts"
      panel={panel}
      empty={{ when: (rows) => rows.length === 0, text: "no alert fires" }}
    >
      {(rows) => (
        <ul class="alerts">
          {rows.map((row) => (
            <li
              key={`${row.name}${JSON.stringify(row.labels)}`}
              class={row.severity === "critical" || row.severity === "page" ? "bad" : "warn"}
            >
              <strong>{row.name}</strong> <span>{[row.severity, row.state].filter(Boolean).join(", ")}</span>{" "}
              <span class="quiet">
                <Ago since={row.since} />
              </span>
              {row.summary !== "" && <p>{row.summary}</p>}
              <p class="quiet">
                {Object.entries(row.labels)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(" ")}
              </p>
            </li>
          ))}
        </ul>
      )}
    </PanelView>
  );
}
