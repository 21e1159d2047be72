import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { bodyOf } from "../../lib/body.ts";
import { messageOf } from "../../lib/errors.ts";
import { BadRequest, type Faucet } from "./faucet.ts";
import type { Feed } from "./feed.ts";
import { refusal, secure } from "./guard.ts";
import { followLog } from "./logs.ts";
import type { PageFile } from "./page-files.ts";
import type { Settings } from "./settings.ts";
import { lastOf, stream } from "./sse.ts";
import type { StackInfo } from "./state.ts";

/** Streams that are open at a time, and bytes of a request: one machine's browsers need no more. */
const MOST_STREAMS = 64;
const MOST_BYTES = 4096;

export interface ConsoleParts {
  settings: Settings;
  info: StackInfo;
  feed: Feed;
  files: ReadonlyMap<string, PageFile>;
  faucet: Faucet | undefined;
}

/** Answers the page: its files, what is known, changes and logs as they come, and the faucet. */
export class ConsoleServer {
  /** Tells the events of this run from those of another. */
  private readonly run = Date.now().toString(36);
  private streams = 0;
  readonly server = http.createServer((request, response) => {
    this.answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else plain(response, error instanceof BadRequest ? 400 : 502, messageOf(error));
    });
  });

  constructor(private readonly parts: ConsoleParts) {}

  /** @returns the port, which is the one of the settings unless that is 0 */
  async listen(): Promise<number> {
    const { listen, port } = this.parts.settings;
    this.server.listen({ host: listen, port });
    await once(this.server, "listening");
    return (this.server.address() as { port: number }).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secure(response);
    const { pathname } = new URL(request.url ?? "/", "http://console");
    // Who asks for health is no browser, and calls this server by any name.
    if (pathname === "/health") return plain(response, 200, "well");
    const refused = refusal(request, this.parts.settings.listen);
    if (refused) return plain(response, refused.status, refused.reason);
    if (request.method === "POST") return this.post(pathname, request, response);
    if (pathname === "/events") return this.events(request, response);
    if (pathname === "/api/stack") return json(response, this.parts.info);
    const [, log] = /^\/api\/logs\/([\w-]+)$/.exec(pathname) ?? [];
    if (log !== undefined) return this.log(log, response);
    this.file(pathname, request, response);
  }

  private events(request: IncomingMessage, response: ServerResponse): void {
    if (!this.admit(response)) return;
    const { send, ended } = stream(response);
    const { feed } = this.parts;
    for (const { id, update } of feed.since(lastOf(request.headers["last-event-id"], this.run)))
      send("panel", update, `${this.run}-${id}`);
    const leave = feed.watch(({ id, update }) => send("panel", update, `${this.run}-${id}`));
    ended.addEventListener("abort", leave, { once: true });
  }

  private async log(name: string, response: ServerResponse): Promise<void> {
    const service = this.parts.settings.services.find((one) => one.name === name);
    if (!service) return plain(response, 404, `there is no service ${name}`);
    if (!this.admit(response)) return;
    const { send, ended } = stream(response);
    await followLog(service, ended, send);
  }

  /** Counts a stream until it ends. */
  private admit(response: ServerResponse): boolean {
    if (this.streams >= MOST_STREAMS) {
      plain(response, 503, "too many pages are open; close some");
      return false;
    }
    this.streams += 1;
    response.on("close", () => {
      this.streams -= 1;
    });
    return true;
  }

  private async post(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faucet } = this.parts;
    if (pathname !== "/api/faucet" || !faucet) return plain(response, 404, "this stack has no faucet");
    const body = await bodyOf(request, MOST_BYTES);
    if (body === undefined) throw new BadRequest(`more than ${MOST_BYTES} bytes`);
    json(response, await faucet.give(body));
  }

  private file(pathname: string, { headers }: IncomingMessage, response: ServerResponse): void {
    const file = this.parts.files.get(pathname);
    if (!file) {
      plain(response, 404, "not found");
      return;
    }
    const zipped = String(headers["accept-encoding"] ?? "").includes("gzip");
    response.setHeader("content-type", file.type);
    response.setHeader("vary", "accept-encoding");
    response.setHeader("cache-control", file.immutable ? "max-age=31536000, immutable" : "no-cache");
    if (zipped) response.setHeader("content-encoding", "gzip");
    response.end(zipped ? file.gzip : file.plain);
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}
