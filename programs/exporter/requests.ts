import { subscribe } from "node:diagnostics_channel";
import { Counter, type Registry } from "prom-client";

/**
 * Counts what is asked of chains and op-node: every JSON-RPC request is a POST of Node's own HTTP client, which tells of them
 * (https://undici.nodejs.org/#/docs/api/DiagnosticsChannel).
 */
export function countRequests(registry: Registry): void {
  const requests = new Counter({
    name: "tensora_exporter_requests_total",
    help: "JSON-RPC requests to both chains and to op-node.",
    registers: [registry],
  });
  subscribe("undici:request:create", (message) => {
    if ((message as { request: { method: string } }).request.method === "POST") requests.inc();
  });
}
