import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { createClient, type Hex, type Transport, webSocket, http as overHttp } from "viem";
import { portsFile } from "../../config/ports.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import { portsOf } from "../e2e/listeners.ts";
import type { TestStack } from "../e2e/stack.ts";
import { type Attempt, attempt, type Told } from "./attempts.ts";
import { FOREIGN } from "./browser.ts";

/** A listener of a running stack, as `service.port`. */
export interface Listener {
  name: string;
  port: number;
}

/** All that the stack's processes listen at. @throws Error for a port that belongs to no service */
export async function listenersOf(stack: TestStack): Promise<Listener[]> {
  const table = JSON.parse(
    fs.readFileSync(portsFile({ root: projectRoot(), stack: stack.name }), "utf8"),
  ) as Record<string, Record<string, number>>;
  const known = new Map(
    Object.entries(table).flatMap(([service, ports]) =>
      Object.entries(ports).map(([name, port]) => [port, `${service}.${name}`] as const),
    ),
  );
  const open = await portsOf((await stack.processes()).map(({ pid }) => pid));
  return [...new Set(open)].map((port) => {
    const name = known.get(port);
    if (name === undefined)
      throw new Error(`a process of the stack listens at ${port}, which belongs to no service`);
    return { name, port };
  });
}

/** A page of another origin. */
export interface Foreign {
  page: Page;
  /** What its own server was sent by pages: how many POSTs, and of which types. */
  got: string[];
  at: string;
  close(): Promise<void>;
}

/** Opens a page that a server on this machine has, by a name. */
export async function foreignPage(browser: Browser, host: string): Promise<Foreign> {
  const got: string[] = [];
  const server = http.createServer((request, response) => {
    if (request.method === "POST") got.push(request.headers["content-type"] ?? "none");
    response.setHeader("content-type", "text/html").end("<!doctype html><body>a page</body>");
  });
  server.on("upgrade", (_, socket) => {
    got.push("websocket");
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://${host}:${port}/`);
  return {
    page,
    got,
    at: `${host}:${port}`,
    async close() {
      await context.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Has a page try everything at each of some listeners. @returns what it could read, by listener */
export async function tryAll(
  page: Page,
  listeners: readonly Listener[],
  calls: Attempt["calls"],
): Promise<Record<string, Told[]>> {
  // At once: a browser has WebSockets wait for seconds after some were refused.
  const all = listeners.map(async ({ name, port }) => {
    return [name, await page.evaluate(attempt, { at: `127.0.0.1:${port}`, calls })] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

/** Where such a page was served from before its name was made to lead here. */
const BEFORE = "/before";

/** The same from a page whose name was made to lead to the listener itself (DNS rebinding). */
export async function tryRebound(
  browser: Browser,
  listeners: readonly Listener[],
  calls: Attempt["calls"],
): Promise<Record<string, Told[]>> {
  const context = await browser.newContext();
  const body = "<!doctype html><body>a page</body>";
  await context.route(`**${BEFORE}`, (route) => route.fulfill({ contentType: "text/html", body }));
  const all = listeners.map(async ({ name, port }) => {
    const page = await context.newPage();
    await page.goto(`http://${FOREIGN}:${port}${BEFORE}`);
    return [name, await page.evaluate(attempt, { at: `${FOREIGN}:${port}`, calls })] as const;
  });
  const told = Object.fromEntries(await Promise.all(all));
  await context.close();
  return told;
}

/** Calls that were done, as far as the answers say so. */
export const done = (told: Record<string, Told[]>): string[] =>
  Object.entries(told).flatMap(([name, all]) =>
    all.flatMap(({ way, call, status, answer }) =>
      status < 300 && !/"error"/.test(answer) ? [`${name}: ${call} by ${way}: ${answer}`] : [],
    ),
  );

/** Whether a listener answers a POST, or a GET of its path, under the name of another server. */
export function answersTo(port: number, host: string, where: string): Promise<boolean> {
  const method = where === "/" ? "POST" : "GET";
  const headers = { host, ...(method === "POST" ? { "content-type": "application/json" } : {}) };
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: "127.0.0.1", port, path: where, method, headers }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    sent.on("error", reject);
    sent.end(
      method === "POST"
        ? JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] })
        : undefined,
    );
  });
}

/** Files that a page may have had written, wherever they were named. */
export const written = (file: string) =>
  [file, path.join(projectRoot(), path.basename(file))].filter(fs.existsSync);

/** Traces the last transaction of a chain by both ways, as tools do: without an origin. @returns the gas that each says */
export async function traces(urls: { http: string; ws: string }): Promise<number[]> {
  const ends: Transport[] = [overHttp(urls.http), webSocket(urls.ws, { reconnect: false })];
  const [first, ...others] = ends.map((transport) => createClient({ transport }));
  const all = [first, ...others].filter((one) => one !== undefined);
  const hash = await until(
    `a transaction at ${urls.http}`,
    async () => {
      const block = (await all[0]?.request({
        method: "eth_getBlockByNumber",
        params: ["latest", false],
      } as never)) as { transactions: Hex[] };
      return block.transactions[0];
    },
    { deadline: 60, every: 200 },
  );
  return Promise.all(
    all.map(async (client) => {
      const request = { method: "debug_traceTransaction", params: [hash, { tracer: "callTracer" }] };
      const { gasUsed } = (await client.request(request as never)) as { gasUsed: Hex };
      return Number(gasUsed);
    }),
  );
}
