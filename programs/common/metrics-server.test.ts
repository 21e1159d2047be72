import type http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { serveMetrics } from "./metrics-server.ts";

let server: http.Server | undefined;
afterEach(() => server?.close());

test("what a drill may ask for a page may not", async () => {
  let done = 0;
  const registry = { contentType: "text/plain", metrics: async () => "" };
  const posts = { "/pause": () => 200 + ++done };
  server = await serveMetrics({ host: "127.0.0.1", port: 0 }, registry, () => true, posts);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (headers: Record<string, string>) => fetch(`${url}/pause`, { method: "POST", headers });
  expect((await post({ origin: "http://evil.example", "content-type": "text/plain" })).status).toBe(403);
  expect((await post({ origin: "null" })).status).toBe(403);
  expect(done).toBe(0);
  expect((await post({})).status).toBe(201);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});
