import { once } from "node:events";
import http from "node:http";
import type { Address } from "viem";
import { freePort } from "../../lib/free-port.ts";
import { startDevL1 } from "../../steps/deploy/testing/dev-l1.ts";

/** What must be seen nowhere. */
export const SECRETS = {
  password: "sesame-word",
  key: "0123sesamekey4567",
  token: "sesame-token-89ab",
} as const;

/** An L1 of somebody else's, which answers to whoever has its password, the key in its path and the token. */
export class GuardedL1 {
  private constructor(
    private readonly chain: Awaited<ReturnType<typeof startDevL1>>,
    readonly port: number,
    private server: http.Server | undefined,
  ) {}

  static async start(funded: readonly Address[]): Promise<GuardedL1> {
    const l1 = new GuardedL1(await startDevL1(funded), await freePort(), undefined);
    await l1.open();
    return l1;
  }

  get chainId(): number {
    return this.chain.chainId;
  }

  /** Scheme and host: what may be shown. */
  get shown(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://user:${SECRETS.password}@127.0.0.1:${this.port}/v3/${SECRETS.key}?token=${SECRETS.token}`;
  }

  /** Lets callers in. */
  async open(): Promise<void> {
    this.server = http.createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  /** Is gone for callers; the chain goes on. */
  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.close();
    await this.chain.stop();
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const { url, headers } = request;
    const known =
      headers.authorization === `Basic ${Buffer.from(`user:${SECRETS.password}`).toString("base64")}`;
    if (!known || url !== `/v3/${SECRETS.key}?token=${SECRETS.token}`) {
      response.writeHead(404).end(`Cannot POST ${url}`);
      return;
    }
    const answer = await fetch(this.chain.rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.concat(parts),
    });
    response.setHeader("content-type", "application/json").end(await answer.text());
  }
}
