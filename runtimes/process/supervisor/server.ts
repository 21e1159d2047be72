import http from "node:http";
import { bodyOf } from "../../../lib/body.ts";
import type { Descriptor } from "../protocol.ts";
import type { Stack } from "./stack.ts";

/** Bytes of a descriptor at most: more than a kernel takes as arguments and environment. */
const LONGEST = 16 * 1024 * 1024;

export interface Endings {
  /** Ends this process and leaves the services to a new supervisor. */
  handOver(): void;
  /** Ends this process when it has nothing to supervise any more. */
  leave(): void;
}

interface Answer {
  status: number;
  body?: unknown;
  /** Done once the answer has been sent. */
  afterwards?: () => void;
}

/** The supervisor's HTTP interface, for clients of the same user on the same machine. */
export function createServer(stack: Stack, endings: Endings): http.Server {
  return http.createServer(async (request, response) => {
    const answer = await handle(stack, endings, request).catch((error: unknown) => ({
      status: 500,
      body: { error: error instanceof Error ? error.message : String(error) },
      afterwards: undefined,
    }));
    response.writeHead(answer.status, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify(answer.body ?? {}), () => answer.afterwards?.());
  });
}

async function handle(stack: Stack, endings: Endings, request: http.IncomingMessage): Promise<Answer> {
  const [, resource, name, verb] = (request.url ?? "").split("/").map(decodeURIComponent);
  const route = [`${request.method} /${resource}`, name && "*", verb]
    .filter((part) => part !== undefined)
    .join("/");
  switch (route) {
    case "GET /services":
      return { status: 200, body: stack.list() };
    case "GET /services/*":
      return found(stack.status(String(name)));
    case "PUT /services/*": {
      const sent = await bodyOf(request, LONGEST);
      if (sent === undefined) return { status: 413, body: { error: `more than ${LONGEST} bytes` } };
      return { status: 200, body: await stack.put(JSON.parse(sent) as Descriptor) };
    }
    case "DELETE /services/*":
      await stack.remove(String(name));
      return { status: 200, ...(stack.isEmpty ? { afterwards: endings.leave } : {}) };
    case "POST /services/*/stop":
      return (await stack.stopOne(String(name)))
        ? { status: 200 }
        : { status: 404, body: { error: `no ${name}` } };
    case "POST /shutdown":
      await stack.stop();
      return { status: 200, afterwards: endings.handOver };
    case "POST /hand-over":
      return { status: 200, afterwards: endings.handOver };
    default:
      return { status: 404, body: { error: `no ${route}` } };
  }
}

const found = (body: unknown): Answer => (body === undefined ? { status: 404 } : { status: 200, body });
