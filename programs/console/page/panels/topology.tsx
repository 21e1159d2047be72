import type { Health, Panel, StackInfo } from "../../state.ts";
import { PanelView } from "../parts.tsx";

/** The parts of a stack from L1 up, and who is in each. Roles that are not named are in the last. */
const LANES: readonly { title: string; roles: readonly string[] }[] = [
  { title: "L1", roles: ["l1"] },
  { title: "Settlement", roles: ["batcher", "proposer"] },
  { title: "L2", roles: ["sequencer", "replica"] },
  { title: "Gas in TORA", roles: ["bundler", "price-feeder"] },
  { title: "Subnets", roles: ["miner", "validator"] },
  { title: "Watching", roles: [] },
];

/** What each role talks to. */
const LINKS: Readonly<Record<string, string>> = {
  sequencer: "reads L1",
  replica: "reads L1",
  batcher: "L2 → L1",
  proposer: "L2 → L1",
  bundler: "→ L2",
  "price-feeder": "→ L2",
  miner: "→ L2",
  validator: "→ L2",
};

interface Props {
  services: StackInfo["services"];
  panel: Panel<Health> | undefined;
  /** Whose log is shown. */
  chosen: string | undefined;
  choose: (service: string) => void;
}

/** Every service by its place, with its condition; a press shows its log. */
export function TopologyPanel({ services, panel, chosen, choose }: Props) {
  const named = new Set(LANES.flatMap(({ roles }) => roles));
  const lanes = LANES.map(({ title, roles }) => ({
    title,
    services: services.filter(({ role }) => (roles.length > 0 ? roles.includes(role) : !named.has(role))),
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
          <p role="status">{down === 0 ? "all services run" : `${down} of ${services.length} do not run`}</p>
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
                  {lane.services.map(({ name, role, program }) => (
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
                        <span class="quiet">{[program, LINKS[role]].filter(Boolean).join(", ")}</span>
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
