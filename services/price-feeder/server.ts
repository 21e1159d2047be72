import { once } from "node:events";
import http from "node:http";
import type { FeederMetrics } from "./metrics.ts";

export interface Served {
  metrics: FeederMetrics;
  healthy(): boolean;
  /** Where drills may have the service pause and go on. */
  pause?(wanted: boolean): void;
}

/** Serves `/metrics` for Prometheus and `/health`: 200 while all is well, else 503; takes POST `/pause` and `/resume`. */
export async function serve(
  where: { host: string; port: number },
  { metrics: { registry }, healthy, pause }: Served,
): Promise<http.Server> {
  const server = http.createServer(async ({ method, url }, response) => {
    if (url === "/metrics") {
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics());
    } else if (pause && method === "POST" && (url === "/pause" || url === "/resume")) {
      pause(url === "/pause");
      response.writeHead(204).end();
    } else if (url === "/health") response.writeHead(healthy() ? 200 : 503).end();
    else response.writeHead(404).end();
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}
