import { once } from "node:events";
import http from "node:http";
import type { FeederMetrics } from "./metrics.ts";

/** Serves `/metrics` for Prometheus and `/health`: 200 while all is well, else 503. */
export async function serve(
  where: { host: string; port: number },
  { registry }: FeederMetrics,
  healthy: () => boolean,
): Promise<http.Server> {
  const server = http.createServer(async ({ url }, response) => {
    if (url === "/metrics") {
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics());
    } else if (url === "/health") response.writeHead(healthy() ? 200 : 503).end();
    else response.writeHead(404).end();
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}
