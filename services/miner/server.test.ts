import type http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { keywords } from "../../lib/inference/keywords.ts";
import { type Limits, LIMITS, serveMiner } from "./server.ts";

let server: http.Server | undefined;
const finished: number[] = [];
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  finished.length = 0;
});

/** A miner of the keywords, which takes its time for "slowly ...". @returns its URL */
async function start(limits: Partial<Limits> = {}): Promise<string> {
  const answer = async ({ task }: { task: string }) => {
    if (task.startsWith("slowly")) await sleep(300);
    return { result: await keywords.infer(task), signature: "0x" as const };
  };
  const served = { answer, healthy: () => true, finished: (status: number) => finished.push(status) };
  server = await serveMiner({ host: "127.0.0.1", port: 0 }, served, { ...LIMITS, ...limits });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const post = (url: string, body: string, path = "/infer") => fetch(url + path, { method: "POST", body });

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
    ["no JSON", "{", 400, "the body is no JSON"],
    ["no task", "{}", 400, "task: "],
    ["a task that is no text", '{"task":1}', 400, "task: "],
    ["an id that is none", '{"task":"x","taskId":"0x1"}', 400, "taskId: "],
    ["something unknown", '{"task":"x","more":1}', 400, "more"],
    ["an empty task", '{"task":"  "}', 422, "the task is empty"],
    ["a task that is too long", JSON.stringify({ task: "a".repeat(5000) }), 422, "longer than 4096"],
    ["a body that is too long", JSON.stringify({ task: "a".repeat(20_000) }), 413, "16384 bytes at most"],
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
});
