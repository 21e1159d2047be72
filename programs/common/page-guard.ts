import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/** What a stack's own network calls its hosts; no page of the Internet has such a name. */
const OWN_NAMES = /^[a-z0-9-]+$|\.svc$|\.svc\.cluster\.local$|\.internal$/;

/**
 * Why a request to what only programs ask is refused, if it is: because it comes from a web page. A browser names the page's
 * origin in all that changes something and in all that scripts send to other origins; a page whose name is made to lead here
 * (DNS rebinding) has that name in `Host`. The name of a stack's own host, or an address, can be no such page's.
 */
export function pageRefusal({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  const { host = "", origin } = headers;
  if (origin !== undefined) return `${origin} is a web page: web pages may not use this server`;
  const name = host.replace(/:\d*$/, "").toLowerCase();
  if (name !== "" && isIP(name.replace(/^\[|\]$/g, "")) === 0 && !OWN_NAMES.test(name))
    return `this server is not ${host}`;
  return undefined;
}
