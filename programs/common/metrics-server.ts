import { once } from "node:events";
import http from "node:http";
import { bodyOf } from "../../lib/body.ts";
import { pageRefusal } from "./page-guard.ts";

/** What `/metrics` answers, such as a registry of prom-client. */
export interface Metrics {
  contentType: string;
  /** @param patience milliseconds that whoever asks waits for it */
  metrics(patience: number): Promise<string>;
}

/**
 * Serves `/metrics` for Prometheus and `/health`: 200 while all is well, else 503. Web pages are refused.
 * @param posts what is done with the body of a POST to a path; what it returns is the status
 */
export async function serveMetrics(
  where: { host: string; port: number },
  registry: Metrics,
  healthy: () => boolean,
  posts: Readonly<Record<string, (body: string) => number>> = {},
): Promise<http.Server> {
  const server = http.createServer(async (request, response) => {
    const { method, url = "" } = request;
    const refused = pageRefusal(request);
    if (refused) {
      response.writeHead(403).end(refused);
      return;
    }
    const post = method === "POST" ? posts[url] : undefined;
    if (post) {
      const body = await bodyOf(request, LONGEST);
      response.writeHead(body === undefined ? 413 : post(body)).end();
    } else if (url === "/metrics") {
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics(patienceOf(request)));
    } else if (url === "/health") response.writeHead(healthy() ? 200 : 503).end();
    else response.writeHead(404).end();
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}

/** Prometheus says how long it waits, in seconds; who does not say so waits ten. */
const patienceOf = ({ headers }: http.IncomingMessage) =>
  1000 * (Number(headers["x-prometheus-scrape-timeout-seconds"]) || 10);

/** Bytes of a body at most. */
const LONGEST = 1024 * 1024;
