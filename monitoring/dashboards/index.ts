import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as GraphBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { dataAvailability, overview, sequencer, settlement } from "./rollup.ts";
import { host } from "./host.ts";
import type { Board, Panel } from "./types.ts";
import { paymaster, subnets } from "./users.ts";

/** Every dashboard. */
export const DASHBOARDS: readonly Board[] = [
  overview,
  sequencer,
  dataAvailability,
  settlement,
  paymaster,
  subnets,
  host,
];

/** The data source as Grafana is provisioned with it. */
export const SOURCE = { type: "prometheus", uid: "tensora-prometheus" };
/** Of 24 columns. */
const WIDTH = { stat: 6, graph: 12 } as const;
const HEIGHT = { stat: 4, graph: 8 } as const;

/** Dashboards as Grafana reads them, by the name of their file. */
export const renderDashboards = (): Record<string, string> =>
  Object.fromEntries(
    DASHBOARDS.map((board) => [`${board.uid}.json`, `${JSON.stringify(built(board), undefined, 2)}\n`]),
  );

const built = ({ uid, title, panels }: Board) =>
  panels
    .reduce(
      (dashboard, panel) => dashboard.withPanel(builderOf(panel)),
      new DashboardBuilder(title)
        .uid(uid)
        .tags(["tensora"])
        .refresh("5s")
        .time({ from: "now-15m", to: "now" })
        .timezone("browser")
        .readonly(),
    )
    .build();

function builderOf({ title, kind, unit, queries }: Panel) {
  const panel = kind === "stat" ? new StatBuilder() : new GraphBuilder();
  panel.title(title).unit(unit).datasource(SOURCE).span(WIDTH[kind]).height(HEIGHT[kind]);
  for (const [index, { expression, legend }] of queries.entries())
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + index))
        .expr(expression)
        .legendFormat(legend)
        .datasource(SOURCE),
    );
  return panel;
}
