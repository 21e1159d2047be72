import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { privateKeyToAccount } from "viem/accounts";
import { afterEach, describe, expect, test } from "vitest";
import { answerSchema, signerOf, typedAnswer } from "../../subnets/inference/answer.ts";
import { keywords } from "../../subnets/inference/keywords.ts";
import { modelOf } from "../../subnets/inference/model.ts";
import { type Limits, LIMITS, type Served, serveMiner } from "./server.ts";

let server: http.Server | undefined;
const finished: number[] = [];
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  finished.length = 0;
});

/** The answers of a miner of the keywords, which takes its time for "slowly ...". */
const byKeywords: Served["answer"] = async ({ task }) => {
  if (task.startsWith("slowly")) await sleep(300);
  return { result: await keywords.infer(task), signature: "0x" };
};

/** @returns the miner's URL */
async function start(limits: Partial<Limits> = {}, answer = byKeywords): Promise<string> {
  const served = { answer, healthy: () => true, finished: (status: number) => finished.push(status) };
  server = await serveMiner({ host: "127.0.0.1", port: 0 }, served, { ...LIMITS, ...limits });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const post = (url: string, body: string, path = "/infer") => fetch(url + path, { method: "POST", body });

/** Sends the beginning of a body and waits. @returns all that the server says until it hangs up */
function halfABody(url: string): Promise<string> {
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("POST /infer HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
  return text(socket);
}

describe("a miner's server", () => {
  test("answers a task", async () => {
    const response = await post(await start(), JSON.stringify({ task: "a jazz trio repairs clocks" }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      result: expect.stringMatching(/^0x[0-9a-f]+$/),
      signature: "0x",
    });
    expect(finished).toEqual([200]);
  });

  test.each([
    ["no JSON", "{", 400, "the body is not valid JSON"],
    ["no task", "{}", 400, "task: "],
    ["a task that is no text", '{"task":1}', 400, "task: "],
    ["an id that is none", '{"task":"x","taskId":"0x1"}', 400, "taskId: "],
    ["a task that is half a character", '{"task":"x \\ud83d"}', 400, "task: is not Unicode text"],
    ["a subnet or chain of the caller's", '{"task":"x","subnet":"0x01","chainId":1}', 400, "chainId"],
    ["something unknown", '{"task":"x","more":1}', 400, "more"],
    ["an empty task", '{"task":"  "}', 422, "the task is empty"],
    ["a task that is too long", JSON.stringify({ task: "a".repeat(5000) }), 422, "longer than 4096"],
    [
      "a body that is too long",
      JSON.stringify({ task: "a".repeat(20_000) }),
      413,
      "must not exceed 16384 bytes",
    ],
  ])("refuses %s with the reason", async (_what, body, status, reason) => {
    const response = await post(await start(), body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(reason);
  });

  test("knows no other path or method", async () => {
    const url = await start();
    expect((await post(url, "{}", "/other")).status).toBe(404);
    expect((await fetch(`${url}/infer`)).status).toBe(405);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test("works for no web page, and under no other name", async () => {
    const url = await start();
    const body = '{"task":"a jazz trio"}';
    const ask = (headers: http.OutgoingHttpHeaders) =>
      new Promise<number | undefined>((resolve, reject) => {
        const sent = http.request(`${url}/infer`, { method: "POST", headers }, (got) =>
          resolve(got.statusCode),
        );
        sent.on("error", reject).end(body);
      });
    expect(await ask({ origin: "http://evil.example", "content-type": "text/plain" })).toBe(403);
    expect(await ask({ host: "evil.example" })).toBe(403);
    expect(await ask({})).toBe(200);
    expect(finished).toEqual([200]);
  });

  test("tells whoever comes when it has enough to do to come later", async () => {
    const url = await start({ concurrency: 1 });
    const slow = post(url, '{"task":"slowly does it"}');
    await sleep(50);
    const second = await post(url, '{"task":"at once"}');
    expect(second.status).toBe(429);
    expect(second.headers.get("retry-after")).toBe("1");
    expect((await slow).status).toBe(200);
  });

  test("gives a task up after its time", async () => {
    const response = await post(await start({ timeout: 50 }), '{"task":"slowly does it"}');
    expect(response.status).toBe(504);
  });

  test("lets whoever sends half a body keep nobody's place, and tells them so in the end", async () => {
    const url = await start({ concurrency: 1, timeout: 1000 });
    const halves = [1, 2].map(() => halfABody(url));
    await sleep(100);
    expect((await post(url, '{"task":"a jazz trio"}')).status).toBe(200);
    for (const answer of await Promise.all(halves)) {
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(answer).toContain("the body took too long");
    }
  });

  test("answers by the model with weights, signed for whoever asked", async () => {
    const model = await modelOf("embeddings");
    const account = privateKeyToAccount(`0x${"5".repeat(64)}`);
    const place = { chainId: 1714, desk: `0x${"aa".repeat(20)}`, subnet: `0x${"bb".repeat(20)}` } as const;
    const taskId = `0x${"cc".repeat(32)}` as const;
    const task = "a lighthouse keeper repairs antique clocks";
    const url = await start({}, async (question) => {
      const result = await model.infer(question.task);
      const signed = { taskId, task: question.task, result, miner: account.address };
      return { result, signature: await account.signTypedData(typedAnswer("HttpAnswer", place, signed)) };
    });
    const response = await post(url, JSON.stringify({ task, taskId }));
    const { result, signature } = answerSchema.parse(await response.json());
    expect(model.similarity(result, await model.infer(task))).toBe(1);
    const signed = { taskId, task, result, miner: account.address };
    expect(await signerOf("HttpAnswer", place, signed, signature)).toBe(account.address);
    for (const other of [
      { result: "0x00" },
      { task: "another task" },
      { taskId: `0x${"00".repeat(32)}` },
    ] as const)
      expect(await signerOf("HttpAnswer", place, { ...signed, ...other }, signature)).not.toBe(
        account.address,
      );
    expect(await signerOf("DeskAnswer", place, signed, signature)).not.toBe(account.address);
  });
});
