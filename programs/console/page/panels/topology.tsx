import { ALL_SERVICES, PARTS } from "../../../../spec/services.ts";
import type { Health, Panel, StackInfo } from "../../state.ts";
import { PanelView } from "../parts.tsx";

/** What the catalogue has of a service; undefined for one that it does not know. */
const known = (service: string) => ALL_SERVICES.find(({ name }) => name === service);

/** Where a service is shown: among those who watch where nobody knows better. */
const partOf = (service: string) => known(service)?.part ?? "Watching";

interface Props {
  services: StackInfo["services"];
  panel: Panel<Health> | undefined;
  /** Whose log is shown. */
  chosen: string | undefined;
  choose: (service: string) => void;
}

/** Every service by its place, with its condition; a press shows its log. */
export function TopologyPanel({ services, panel, chosen, choose }: Props) {
  const lanes = PARTS.map((title) => ({
    title,
    services: services.filter(({ name }) => partOf(name) === title),
  }));
  const down = Object.values(panel?.data ?? {}).filter((condition) => condition !== "running").length;
  return (
    <PanelView
      title="Topology"
      id="topology"
      panel={panel}
      empty={{ when: () => services.length === 0, text: "this stack runs no services" }}
      aside={
        panel?.data && (
          <p role="status">
            {down === 0 ? "all services are running" : `${down} of ${services.length} are not running`}
          </p>
        )
      }
    >
      {(health) => (
        <ol class="lanes">
          {lanes
            .filter((lane) => lane.services.length > 0)
            .map((lane) => (
              <li key={lane.title}>
                <h3>{lane.title}</h3>
                <ul>
                  {lane.services.map(({ name, program }) => (
                    <li key={name}>
                      <button
                        type="button"
                        class="service"
                        data-service={name}
                        data-condition={health[name] ?? "unknown"}
                        aria-pressed={chosen === name}
                        onClick={() => choose(name)}
                      >
                        <span class="name">{name}</span>
                        <span class={`condition ${tone(health[name])}`}>{health[name] ?? "unknown"}</span>
                        <span class="quiet">{[program, known(name)?.link].filter(Boolean).join(", ")}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
        </ol>
      )}
    </PanelView>
  );
}

function tone(condition: string | undefined): "good" | "warn" | "bad" {
  if (condition === "running") return "good";
  return condition === "starting" || condition === "restarting" || condition === "stopping" ? "warn" : "bad";
}
