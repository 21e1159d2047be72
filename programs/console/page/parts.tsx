import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Panel } from "../state.ts";
import { duration, short } from "./format.ts";

interface PanelProps<T> {
  title: string;
  id: string;
  panel: Panel<T> | undefined;
  /** Whether there is nothing to show, and what to say then. */
  empty?: { when: (data: T) => boolean; text: string };
  aside?: ComponentChildren;
  children: (data: T) => ComponentChildren;
}

/** A titled part of the page that reads nothing yet, has nothing, shows what it has, or says why that is old. */
export function PanelView<T>({ title, id, panel, empty, aside, children }: PanelProps<T>) {
  const data = panel?.data;
  return (
    <section id={id} aria-labelledby={`${id}-title`} aria-busy={panel === undefined}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </header>
      {panel?.error !== undefined && (
        <p class="error" role="alert">
          {panel.error.split("\n", 1)[0]}
          {data !== undefined && (
            <>
              {"; as of "}
              <Ago since={panel.at / 1000} />
            </>
          )}
        </p>
      )}
      {panel === undefined && <p class="quiet">reading…</p>}
      {data !== undefined && (empty?.when(data) ? <p class="quiet">{empty.text}</p> : children(data as T))}
    </section>
  );
}

/** The time in seconds, which goes on. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long ago something was. */
export function Ago({ since }: { since: number }) {
  const now = useNow();
  return <time dateTime={new Date(since * 1000).toISOString()}>{duration(now - since)} ago</time>;
}

/** How long something takes yet. */
export function Countdown({ due, over = "now" }: { due: number; over?: string }) {
  const left = due - useNow();
  return (
    <time dateTime={new Date(due * 1000).toISOString()} class="countdown">
      {left > 0 ? `in ${duration(left)}` : over}
    </time>
  );
}

/** A hash or address, cut; a press copies the whole. */
export function Hex({ value, what }: { value: string; what: string }) {
  return <Copy value={value} what={what} text={short(value)} />;
}

/** A button that copies a value, and says that it did. */
export function Copy({ value, what, text = "copy" }: { value: string; what: string; text?: string }) {
  const [state, setState] = useState<"" | "copied" | "not copied">("");
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setState("copied"),
      () => setState("not copied"),
    );
  useEffect(() => {
    if (state === "") return undefined;
    const timer = setTimeout(() => setState(""), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const label = text === "copy" ? `copy ${what}` : `${what} ${text}, copy`;
  return (
    <>
      <button type="button" class="copy" title={value} aria-label={label} onClick={copy}>
        {state === "" ? text : state}
      </button>
      <span class="unseen" aria-live="polite">
        {state === "" ? "" : `${what} ${state}`}
      </span>
    </>
  );
}

export interface Column<T> {
  head: string;
  cell: (row: T) => ComponentChildren;
  /** Numbers are aligned at their end. */
  number?: boolean;
}

/** A table that scrolls sideways by itself where it is too wide. */
export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string | number;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, number }) => (
              <th key={head} scope="col" class={number ? "number" : ""}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, cell, number }) => (
                <td key={head} class={number ? "number" : ""}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
