import type { PanelUpdate } from "../state.ts";
import type { Action } from "./store.ts";

/** Milliseconds without a sign of life after which a stream is taken for lost, and until it is opened again. */
const SILENCE = 12_000;
const PAUSE = 1000;

/**
 * Follows the server's events. The browser opens a stream that broke again by itself, and says what it had last; what
 * it gives up on, or what is open and silent, is opened anew here.
 * @returns what ends it
 */
export function follow(tell: (action: Action) => void): () => void {
  let source: EventSource;
  let silence: number;
  let pause: number;
  const alive = () => {
    clearTimeout(silence);
    silence = window.setTimeout(again, SILENCE);
    tell({ kind: "link", link: "live" });
  };
  const again = () => {
    tell({ kind: "link", link: "lost" });
    source.close();
    pause = window.setTimeout(open, PAUSE);
  };
  const open = () => {
    source = new EventSource("/events");
    source.addEventListener("open", alive);
    source.addEventListener("beat", alive);
    source.addEventListener("panel", (event: MessageEvent<string>) => {
      alive();
      tell({ kind: "panel", update: JSON.parse(event.data) as PanelUpdate });
    });
    source.addEventListener("error", () => {
      clearTimeout(silence);
      if (source.readyState === EventSource.CLOSED) again();
      else tell({ kind: "link", link: "lost" });
    });
  };
  open();
  return () => {
    clearTimeout(silence);
    clearTimeout(pause);
    source.close();
  };
}
