import { useEffect, useRef, useState } from "preact/hooks";

/** Lines that are kept of a log. */
const KEPT = 1000;

interface Props {
  services: readonly string[];
  chosen: string | undefined;
  choose: (service: string) => void;
}

/** The log of one service, as it is written. */
export function LogsPanel({ services, chosen, choose }: Props) {
  const { lines, said } = useLog(chosen);
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  const scrolled = () => {
    const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {};
    atEnd.current = scrollTop + clientHeight > scrollHeight - 8;
  };
  return (
    <section id="logs" aria-labelledby="logs-title">
      <header>
        <h2 id="logs-title">Log</h2>
        <label>
          <span class="unseen">service</span>
          <select value={chosen ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">no service</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </header>
      {said !== "" && (
        <p class="error" role="alert">
          {said}
        </p>
      )}
      {chosen === undefined ? (
        <p class="quiet">choose a service here or in the topology</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section ref={box} class="log" tabIndex={0} aria-label={`log of ${chosen}`} onScroll={scrolled}>
          <pre>{lines.join("\n")}</pre>
        </section>
      )}
    </section>
  );
}

/** Follows a log for as long as it is chosen; one that breaks is begun anew by the browser, with its last lines. */
function useLog(service: string | undefined) {
  const [lines, setLines] = useState<string[]>([]);
  const [said, say] = useState("");
  useEffect(() => {
    setLines([]);
    say("");
    if (service === undefined) return undefined;
    const source = new EventSource(`/api/logs/${service}`);
    let fresh = true;
    source.addEventListener("open", () => {
      fresh = true;
      say("");
    });
    source.addEventListener("lines", (event: MessageEvent<string>) => {
      const more = JSON.parse(event.data) as string[];
      const from = fresh ? [] : undefined;
      fresh = false;
      setLines((before) => [...(from ?? before), ...more].slice(-KEPT));
    });
    source.addEventListener("end", (event: MessageEvent<string>) => {
      say((JSON.parse(event.data) as { error: string }).error.split("\n", 1)[0] ?? "");
      source.close();
    });
    source.addEventListener("error", () => say("the connection to the log was lost; reconnecting"));
    return () => source.close();
  }, [service]);
  return { lines, said };
}
