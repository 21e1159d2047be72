import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { mustAnswer } from "./client.ts";

/** Of a user without any rights, on every Linux. */
const NOBODY = 65_534;
const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0).reverse()) clean();
});

/** A socket as a daemon has it: only its owner may speak to it. @returns its address */
async function closedSocket(): Promise<string> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-socket-"));
  fs.chmodSync(dir, 0o755);
  const file = path.join(dir, "docker.sock");
  const server = http.createServer((_, response) => response.end("OK")).listen(file);
  await once(server, "listening");
  fs.chmodSync(file, process.getuid?.() === 0 ? 0o600 : 0);
  cleanups.push(() => {
    server.close();
    server.closeAllConnections();
    fs.rmSync(dir, { recursive: true, force: true });
  });
  return `unix://${file}`;
}

/** Goes on as nobody, where this is root, whom no mode keeps out. */
function asNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(NOBODY);
  cleanups.push(() => process.seteuid?.(0));
}

it("a socket that the user may not open is told from a daemon that is not there", async () => {
  const host = await closedSocket();
  asNobody();
  const refused = await mustAnswer(host).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    message: `no permission to access the Docker daemon at ${host}`,
    next: [expect.stringContaining("usermod -aG docker")],
  });
  await expect(mustAnswer("unix:///nowhere.sock")).rejects.toThrow("no Docker daemon answers");
});

it("a daemon that answers is enough", async () => {
  await expect(mustAnswer(await closedSocket())).resolves.toBeUndefined();
});
