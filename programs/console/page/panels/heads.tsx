import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Heads, Panel } from "../../state.ts";
import { count } from "../format.ts";
import { Ago, PanelView } from "../parts.tsx";
import type { Sample } from "../store.ts";

const NAMES = ["unsafe", "safe", "finalized"] as const;

/** The three heads of L2 and L1's, and how they moved since the page was opened. */
export function HeadsPanel({
  panel,
  samples,
}: {
  panel: Panel<Heads> | undefined;
  samples: readonly Sample[];
}) {
  return (
    <PanelView title="Heads" id="heads" panel={panel}>
      {(heads) => (
        <>
          <dl class="figures">
            {NAMES.map((name) => (
              <div key={name} class={`head-${name}`}>
                <dt>{name}</dt>
                <dd data-head={name}>{count(heads[name].number)}</dd>
                <dd class="quiet">
                  {name === "unsafe" ? (
                    <Ago since={heads.unsafe.time} />
                  ) : (
                    `${count(heads.unsafe.number - heads[name].number)} behind`
                  )}
                </dd>
              </div>
            ))}
            <div>
              <dt>L1</dt>
              <dd data-head="l1">{count(heads.l1.number)}</dd>
              <dd class="quiet">
                <Ago since={heads.l1.time} />
              </dd>
            </div>
          </dl>
          <HeadsChart samples={samples} />
        </>
      )}
    </PanelView>
  );
}

const HEIGHT = 190;
const CLOCK = new Intl.DateTimeFormat("en", {
  hour12: false,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
/** Blocks between two lines: there is no half a block. */
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000, 1_000_000];

function HeadsChart({ samples }: { samples: readonly Sample[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  useEffect(() => {
    const node = place.current;
    if (!node) return undefined;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => {
      const data = chart.current?.data ?? dataOf([]);
      chart.current?.destroy();
      chart.current = new uPlot(optionsOf(node), data, node);
    };
    draw();
    dark.addEventListener("change", draw);
    const fit = new ResizeObserver(() => chart.current?.setSize({ width: node.clientWidth, height: HEIGHT }));
    fit.observe(node);
    return () => {
      dark.removeEventListener("change", draw);
      fit.disconnect();
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => chart.current?.setData(dataOf(samples)), [samples]);
  return <div ref={place} class="chart" role="img" aria-label="unsafe, safe and finalized head over time" />;
}

const dataOf = (samples: readonly Sample[]): uPlot.AlignedData => [
  samples.map(({ at }) => at),
  ...NAMES.map((name) => samples.map((sample) => sample[name])),
];

function optionsOf(node: HTMLElement): uPlot.Options {
  const style = getComputedStyle(node);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--quiet"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: node.clientWidth,
    height: HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    axes: [
      { ...axis, space: 90, values: (_, times) => times.map((time) => CLOCK.format(time * 1000)) },
      { ...axis, size: 60, incrs: WHOLE, values: (_, heads) => heads.map(count) },
    ],
    series: [
      {},
      ...NAMES.map((name) => ({ stroke: colour(`--${name}`), width: 1.5, points: { show: false } })),
    ],
  };
}
