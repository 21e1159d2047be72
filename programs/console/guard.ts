import type { IncomingMessage, ServerResponse } from "node:http";

/** Names under which a browser on this machine, or at the end of a tunnel to it, may ask. */
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Nothing but what this server sends is loaded, run or asked, and no other page shows this one in a frame. */
const HEADERS = {
  "content-security-policy":
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * Why a request is refused, if it is. The name in `Host` must be one of this server's, so that no page of another name
 * that is made to lead here can read it (DNS rebinding); what changes something must come from this server's own page.
 * @param listen the address that the server listens on
 */
export function refusal(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  listen: string,
): { status: 403 | 405 | 415; reason: string } | undefined {
  const host = headers.host ?? "";
  if (![...LOOPBACK, listen].includes(host.replace(/:\d+$/, "")))
    return { status: 403, reason: `this server is not ${host || "a server without a name"}` };
  if (method === "GET" || method === "HEAD") return undefined;
  if (method !== "POST") return { status: 405, reason: `the method ${method} is not allowed` };
  if (headers.origin !== undefined && headers.origin !== `http://${host}`)
    return { status: 403, reason: `requests from ${headers.origin} are not allowed` };
  // What a form of another page can't send without being asked first.
  if (!headers["content-type"]?.startsWith("application/json")) return { status: 415, reason: "send JSON" };
  return undefined;
}

/** The headers of every answer. */
export function secure(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}
