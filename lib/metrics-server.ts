import { once } from "node:events";
import http from "node:http";

/** What `/metrics` answers, such as a registry of prom-client. */
export interface Metrics {
  contentType: string;
  metrics(): Promise<string>;
}

/**
 * Serves `/metrics` for Prometheus and `/health`: 200 while all is well, else 503.
 * @param posts what is done on a POST to a path; what it returns is the status
 */
export async function serveMetrics(
  where: { host: string; port: number },
  registry: Metrics,
  healthy: () => boolean,
  posts: Readonly<Record<string, () => number>> = {},
): Promise<http.Server> {
  const server = http.createServer(async ({ method, url = "" }, response) => {
    const post = method === "POST" ? posts[url] : undefined;
    if (post) response.writeHead(post()).end();
    else if (url === "/metrics") {
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics());
    } else if (url === "/health") response.writeHead(healthy() ? 200 : 503).end();
    else response.writeHead(404).end();
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}
