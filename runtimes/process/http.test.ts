import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { request } from "./http.ts";
import { layout } from "./layout.ts";

let dir: string;
let answer: string;
let server: http.Server;
beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-http-"));
  fs.mkdirSync(layout.run(dir), { recursive: true });
  server = http.createServer((_, response) => response.end(answer)).listen(layout.socket(dir));
  await once(server, "listening");
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  fs.rmSync(dir, { recursive: true, force: true });
});

test("a supervisor's answer is read as JSON", async () => {
  answer = '{"services":[]}';
  expect(await request(dir, { method: "GET", path: "/" })).toEqual({ status: 200, body: { services: [] } });
});

test("an answer that is too long is told as that", async () => {
  answer = JSON.stringify("x".repeat(16 * 1024 * 1024));
  const problem = request(dir, { method: "GET", path: "/" });
  await expect(problem).rejects.toThrow("the supervisor's answer has more than 16777216 bytes");
});
