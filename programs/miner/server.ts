import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { bodyOf } from "../../lib/body.ts";
import { messageOf } from "../../lib/errors.ts";
import { type Answer, type Question, questionSchema } from "../../subnets/inference/answer.ts";
import { pageRefusal } from "../common/page-guard.ts";
import { within } from "../../lib/within.ts";

/** What a miner takes at most. */
export interface Limits {
  /** Bytes of a body. */
  body: number;
  /** Tasks at the same time; more are told to come later. */
  concurrency: number;
  /** Milliseconds for one task, from the first byte of its body on. */
  timeout: number;
}

export const LIMITS: Limits = { body: 16_384, concurrency: 8, timeout: 30_000 };

/** A request that is refused, with its status and a reason for whoever sent it. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    reason: string,
  ) {
    super(reason);
  }
}

export interface Served {
  answer(question: Question, signal: AbortSignal): Promise<Answer>;
  healthy(): boolean;
  /** Told of every task that has ended. @param seconds that it took */
  finished(status: number, seconds: number): void;
}

/** Serves `POST /infer` and `GET /health` of one miner, but to no web page. See docs/miners.md for the format. */
export async function serveMiner(
  where: { host: string; port: number },
  served: Served,
  limits = LIMITS,
): Promise<http.Server> {
  let running = 0;
  const server = http.createServer(async (request, response) => {
    const { method, url } = request;
    const refused = pageRefusal(request);
    if (refused) {
      reply(response, 403, { error: refused });
      return;
    }
    if (method === "GET" && url === "/health") {
      reply(response, served.healthy() ? 200 : 503, { healthy: served.healthy() });
      return;
    }
    const began = performance.now();
    let status = 200;
    try {
      if (url !== "/infer") throw new Refusal(404, "use POST /infer or GET /health");
      if (method !== "POST") throw new Refusal(405, "use POST");
      reply(response, status, await answerOf(request, response));
    } catch (error) {
      status = error instanceof Refusal ? error.status : error instanceof RangeError ? 422 : 500;
      reply(response, status, { error: messageOf(error) });
    } finally {
      served.finished(status, (performance.now() - began) / 1000);
    }
  });

  /** @throws Refusal, or RangeError from the model */
  async function answerOf(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    return within(limits.timeout, gone.signal, (signal) => {
      let refusal = new Refusal(408, "the body took too long");
      const late = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(refusal), { once: true }),
      );
      const work = async () => {
        const body = await bodyOf(request, limits.body);
        if (body === undefined) throw new Refusal(413, `the body must not exceed ${limits.body} bytes`);
        const question = parsed(body);
        refusal = new Refusal(504, "the task took too long");
        return inTurn(() => served.answer(question, signal));
      };
      return Promise.race([work(), late]);
    });
  }

  /** Only whole questions count: who sends half a body keeps nobody's place. @throws Refusal when all are taken */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= limits.concurrency) throw new Refusal(429, "too many tasks at once: try again later");
    running++;
    try {
      return await work();
    } finally {
      running--;
    }
  }

  server.listen(where);
  await once(server, "listening");
  return server;
}

/** What some statuses say besides; the rest of a body that is late is not waited for. */
const HEADERS: Record<number, Record<string, string>> = {
  408: { connection: "close" },
  429: { "retry-after": "1" },
};

function reply(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const headers = { "content-type": "application/json", ...HEADERS[status] };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

function parsed(text: string): Question {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is not valid JSON");
  }
  const question = questionSchema.safeParse(body);
  if (question.success) return question.data;
  const [issue] = question.error.issues;
  throw new Refusal(400, `${issue?.path.join(".") || "the body"}: ${issue?.message}`);
}
