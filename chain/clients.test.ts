import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { erc20Abi, parseTransaction, zeroAddress } from "viem";
import { afterEach, expect, it } from "vitest";
import { stepFailure } from "../steps/failure.ts";
import { messageOf } from "../lib/errors.ts";
import { freePort } from "../lib/free-port.ts";
import { rpc } from "../lib/rpc.ts";
import { bodyOf } from "../lib/body.ts";
import { l1Client, l1Wallet } from "./clients.ts";

const SECRETS = /sesame-word|sesame-key|sesame-token/;
let server: http.Server | undefined;
afterEach(() => server?.close());

/** A node that answers to whoever has the path and the password, and tells the others what they have asked for. */
async function guarded(): Promise<string> {
  server = http.createServer((request, response) => {
    const { url, headers } = request;
    const known = headers.authorization === `Basic ${Buffer.from("user:sesame-word").toString("base64")}`;
    request.resume().on("end", () => {
      if (known && url === "/v3/sesame-key?token=sesame-token")
        response
          .setHeader("content-type", "application/json")
          .end('{"jsonrpc":"2.0","id":1,"result":"0x2ca"}');
      else response.writeHead(404).end(`Cannot POST ${url}`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const everythingOf = (error: unknown) =>
  [messageOf(error), stepFailure("deploy/origin", error).explain(), inspect(error, { depth: 10 })].join("\n");

it("sends path, query and password", async () => {
  const rpcUrl = `http://user:sesame-word@${await guarded()}/v3/sesame-key?token=sesame-token`;
  expect(await l1Client({ rpcUrl, chainId: 714 }).getChainId()).toBe(714);
  expect(await rpc(rpcUrl, "eth_chainId")).toBe("0x2ca");
});

it("shows scheme and host in the error of a server that refuses, whatever that says", async () => {
  const host = await guarded();
  const rpcUrl = `http://user:sesame-word@${host}/v4/sesame-key?token=sesame-token`;
  const error = await l1Client({ rpcUrl, chainId: 714 }).getBlock().catch(everythingOf);
  expect(error).toContain(`http://${host}`);
  expect(error).toContain("Cannot POST ***");
  expect(error).not.toMatch(SECRETS);
});

it("shows scheme and host where nobody answers", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const rpcUrl = `http://user:sesame-word@${host}/v3/sesame-key?token=sesame-token`;
  const errors = await Promise.all([
    l1Client({ rpcUrl, chainId: 714 }).getBlock().catch(everythingOf),
    rpc(rpcUrl, "eth_chainId").catch((error) => inspect(error, { depth: 10 })),
  ]);
  expect(errors[0]).toContain(`http://${host}`);
  expect(errors.join("\n")).not.toMatch(SECRETS);
});

it("sends what comes at the same time one after the other, whatever sends it and with which wallet", async () => {
  const nonces: (number | undefined)[] = [];
  const answers: Record<string, (params: string[]) => unknown> = {
    eth_chainId: () => "0x2ca",
    eth_getTransactionCount: () => "0x7",
    eth_estimateGas: () => "0x5208",
    eth_maxPriorityFeePerGas: () => "0x1",
    eth_getBlockByNumber: () => ({ number: "0x1", baseFeePerGas: "0x1", timestamp: "0x1", transactions: [] }),
    eth_sendRawTransaction: ([raw]) => {
      nonces.push(parseTransaction(raw as `0x02${string}`).nonce);
      return `0x${"ab".repeat(32)}`;
    },
  };
  server = http.createServer(async (request, response) => {
    const { id, method, params } = JSON.parse((await bodyOf(request, 10_000)) ?? "");
    const result = answers[method]?.(params);
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = { rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, chainId: 714 };
  const [one, other] = [
    l1Wallet(`0x${"11".repeat(32)}`, endpoint),
    l1Wallet(`0x${"11".repeat(32)}`, endpoint),
  ];
  const to = zeroAddress;
  await Promise.all([
    one.sendTransaction({ to }),
    other.writeContract({ address: to, abi: erc20Abi, functionName: "transfer", args: [to, 1n] }),
    other.depositTransaction({ portalAddress: to, request: { to, gas: 21_000n } } as never),
    one.sendTransaction({ to }),
  ]);
  expect(nonces).toEqual([7, 8, 9, 10]);
});
