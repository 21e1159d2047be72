import { isTimeout } from "./cause.ts";
import { TensoraError } from "./errors.ts";
import { requestOf, shownUrl } from "./secret-url.ts";

/**
 * One JSON-RPC call over HTTP, for probes and for methods that viem does not know.
 * @throws TensoraError when the server answers with an error, or not in time; the fetch error when there is no server.
 */
export async function rpc<T>(
  url: string,
  method: string,
  params: unknown[] = [],
  timeoutMs = 5000,
): Promise<T> {
  const to = requestOf(url);
  const response = await fetch(to.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...to.headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw isTimeout(error) ? late(url, method, timeoutMs, error) : error;
  });
  const answer = (await response.json()) as { result?: T; error?: { code: number; message: string } };
  if (answer.error) throw new TensoraError(`${method}: ${answer.error.message}`, { where: shownUrl(url) });
  return answer.result as T;
}

const late = (url: string, method: string, ms: number, cause: unknown) =>
  new TensoraError(`${method}: no answer in ${ms / 1000} s`, { where: shownUrl(url), cause });
