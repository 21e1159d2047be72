import type { ServerResponse } from "node:http";

/** Milliseconds between two signs of life, and until a browser that lost the stream asks again. */
const HEARTBEAT = 5000;
const RETRY = 1000;

/** A message of server-sent events: its data is JSON, which has no line ends of its own. */
export function message(event: string, data: unknown, id?: string): string {
  const named = id === undefined ? "" : `id: ${id}\n`;
  return `${named}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The number in a `Last-Event-ID`, if it was given by this run of the server: another run counts anew. */
export function lastOf(header: unknown, run: string): number {
  const [of, id] = String(header ?? "").split("-");
  return of === run && /^\d+$/.test(id ?? "") ? Number(id) : 0;
}

/** Begins a stream that says it lives. @returns what sends a message, and a signal for the end of the stream */
export function stream(response: ServerResponse): {
  send: (event: string, data: unknown, id?: string) => void;
  ended: AbortSignal;
} {
  const end = new AbortController();
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(`retry: ${RETRY}\n\n`);
  const beat = setInterval(() => response.write(message("beat", { at: Date.now() })), HEARTBEAT);
  response.on("close", () => {
    clearInterval(beat);
    end.abort();
  });
  return {
    send: (event, data, id) => void response.write(message(event, data, id)),
    ended: end.signal,
  };
}
