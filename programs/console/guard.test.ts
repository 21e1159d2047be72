import { expect, test } from "vitest";
import { refusal } from "./guard.ts";

const ask = (method: string, headers: Record<string, string>) =>
  refusal({ method, headers }, "127.0.0.1")?.status;
const json = "application/json";

test("only this server's own names are answered", () => {
  for (const host of ["localhost:8080", "127.0.0.1", "127.0.0.1:9000", "[::1]:80"])
    expect(ask("GET", { host }), host).toBeUndefined();
  for (const host of [
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example:80",
    "",
  ])
    expect(ask("GET", { host }), host).toBe(403);
  expect(ask("GET", {})).toBe(403);
});

test("what changes something comes from this server's own page, as JSON", () => {
  const host = "localhost:8080";
  const own = { host, origin: "http://localhost:8080", "content-type": json };
  expect(ask("POST", own)).toBeUndefined();
  expect(ask("POST", { host, "content-type": json })).toBeUndefined();
  for (const origin of ["http://evil.example", "null", "http://localhost:8081", "https://localhost:8080"])
    expect(ask("POST", { ...own, origin }), origin).toBe(403);
  expect(ask("POST", { ...own, "content-type": "text/plain" })).toBe(415);
  expect(ask("DELETE", own)).toBe(405);
});
