import { expect, test } from "vitest";
import { pageRefusal } from "./page-guard.ts";

test.each([
  "127.0.0.1:9090",
  "127.0.0.1",
  "[::1]:9090",
  "localhost:9090",
  "exporter:9090",
  "exporter.tensora.svc:9090",
  "exporter.tensora.svc.cluster.local:9090",
  "host.docker.internal:9090",
])("a program asks %s", (host) => {
  expect(pageRefusal({ headers: { host } })).toBeUndefined();
});

test("a request of HTTP 1.0 has no name", () => {
  expect(pageRefusal({ headers: {} })).toBeUndefined();
});

test.each([
  "evil.example",
  "evil.example:9090",
  "EVIL.example",
  "127.0.0.1.evil.example:9090",
  "x.svc.evil.example",
])("a page that was made to lead here by the name %s is refused", (host) => {
  expect(pageRefusal({ headers: { host } })).toBe(`this server is not ${host}`);
});

test.each([
  "http://evil.example",
  "null",
  "http://127.0.0.1:9090",
  "http://localhost:3000",
])("a page of %s is refused", (origin) => {
  expect(pageRefusal({ headers: { host: "127.0.0.1:9090", origin } })).toContain(
    "web pages may not use this server",
  );
});
