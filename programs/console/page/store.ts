import type { Panel, PanelName, Panels, PanelUpdate } from "../state.ts";

export type Link = "connecting" | "live" | "lost";

/** The heads at a time, in seconds since the epoch, for the chart. */
export interface Sample {
  at: number;
  unsafe: number;
  safe: number;
  finalized: number;
}

/** All that the page knows of the stack. */
export interface State {
  link: Link;
  panels: { [N in PanelName]?: Panel<Panels[N]> };
  samples: readonly Sample[];
}

export type Action = { kind: "link"; link: Link } | { kind: "panel"; update: PanelUpdate };

export const NOTHING: State = { link: "connecting", panels: {}, samples: [] };

/** Samples that are kept: of a local stack some five minutes. */
const KEPT = 300;

/** What is known after something came. What was known stays while the stream is lost. */
export function reduce(state: State, action: Action): State {
  if (action.kind === "link") return state.link === action.link ? state : { ...state, link: action.link };
  const { panel, ...now } = action.update;
  const panels = { ...state.panels, [panel]: now };
  const fresh = action.update.panel === "heads" && action.update.error === undefined;
  const samples = fresh ? sampled(state.samples, action.update as Panel<Panels["heads"]>) : state.samples;
  return { link: "live", panels, samples };
}

function sampled(samples: readonly Sample[], { data, at }: Panel<Panels["heads"]>): readonly Sample[] {
  if (!data || samples.some((sample) => sample.at >= at / 1000)) return samples;
  const { unsafe, safe, finalized } = data;
  const sample = { at: at / 1000, unsafe: unsafe.number, safe: safe.number, finalized: finalized.number };
  return [...samples, sample].slice(-KEPT);
}
