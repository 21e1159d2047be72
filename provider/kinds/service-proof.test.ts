import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { headOf } from "./service-proof.ts";

const ANSWERS: Record<string, unknown> = {
  eth_blockNumber: "0x2a",
  optimism_syncStatus: { unsafe_l2: { number: 43 }, safe_l2: { number: 7 } },
};
let server: http.Server;
let url: string;

beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    const { id, method } = JSON.parse((await request.toArray()).join("")) as { id: number; method: string };
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result: ANSWERS[method] }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test("a program with a chain tells its newest block, as text or within its answer; others have none", async () => {
  expect(await headOf("op-geth")?.(url)).toBe(42);
  expect(await headOf("op-node")?.(url)).toBe(43);
  expect(headOf("op-batcher")).toBeUndefined();
});
