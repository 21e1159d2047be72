import { setMaxListeners } from "node:events";

/**
 * Gives something a time, and hands it a signal that ends it then, or when another signal does. Not by AbortSignal.any of
 * AbortSignal.timeout: node 20 may collect that timer while somebody waits for it, and it never fires.
 * @param milliseconds that it has
 * @throws what the work throws when its signal ends it
 */
export async function within<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const end = () => inner.abort(outer?.reason);
  const timer = setTimeout(
    () => inner.abort(new DOMException(`no answer in ${milliseconds} ms`, "TimeoutError")),
    milliseconds,
  );
  if (outer?.aborted) end();
  // A validator asks all miners of its subnet at once: that many listeners are no leak.
  if (outer) setMaxListeners(0, outer);
  outer?.addEventListener("abort", end, { once: true });
  try {
    return await work(inner.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", end);
  }
}
