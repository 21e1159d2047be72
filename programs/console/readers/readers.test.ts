import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem";
import { afterEach, expect, test } from "vitest";
import { VECTORS, vector } from "../../../chain/batch/testing/vectors.ts";
import { l1Client, type L2Client } from "../../../chain/clients.ts";
import { BatchesReader } from "./batches.ts";
import { GasReader } from "./gas.ts";

/** What readers hand out stays as it was handed out, look after look. */
async function looks<T>(look: () => Promise<T>, times: number, goOn: () => void): Promise<T[]> {
  const handedOut: T[] = [];
  const asTheyWere: string[] = [];
  for (let i = 0; i < times; i++) {
    const found = await look();
    handedOut.push(found);
    asTheyWere.push(JSON.stringify(found));
    goOn();
  }
  expect(handedOut.map((found) => JSON.stringify(found))).toEqual(asTheyWere);
  return handedOut;
}

let server: http.Server | undefined;
afterEach(() => server?.close());

/** Answers JSON-RPC. @returns its URL */
async function node(answer: (method: string, params: readonly unknown[]) => unknown): Promise<string> {
  server = http.createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const {
      id,
      method,
      params = [],
    } = JSON.parse(body) as { id: number; method: string; params?: unknown[] };
    const result = answer(method, params) ?? null;
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("batches: channel after channel is shown, and what was shown before stays as it was", async () => {
  const channels = VECTORS.map(vector);
  const [{ rollup } = vector("span-zlib")] = channels;
  let head = 10;
  // One channel in each block from the eleventh on.
  const transactionsAt = (number: number) =>
    (channels[number - 11]?.calldata ?? []).map((input, transactionIndex) => ({
      hash: keccak256(toHex(`${number} ${transactionIndex}`)),
      from: rollup.batcher,
      to: rollup.inbox,
      input,
      transactionIndex: toHex(transactionIndex),
      type: "0x0",
    }));
  const url = await node((method, [first]) => {
    if (method === "optimism_rollupConfig")
      return {
        l2_chain_id: rollup.l2ChainId,
        block_time: rollup.blockTime,
        genesis: { l2_time: rollup.genesisTime, system_config: { batcherAddr: rollup.batcher } },
        batch_inbox_address: rollup.inbox,
      };
    if (method === "eth_blockNumber") return toHex(head);
    if (method === "eth_getTransactionReceipt")
      return { transactionHash: first, gasUsed: "0x5208", effectiveGasPrice: "0x1", logs: [], type: "0x0" };
    const number = Number(first);
    return { number: toHex(number), timestamp: toHex(number), transactions: transactionsAt(number) };
  });
  const reader = new BatchesReader(l1Client({ rpcUrl: url, chainId: 714 }), url);
  const found = await looks(
    () => reader.look(),
    channels.length + 1,
    () => head++,
  );
  expect(found.map((rows) => rows.map(({ l1Block }) => l1Block))).toEqual([[], [11], [12, 11], [13, 12, 11]]);
});

test("gas: operation after operation is shown, and what was shown before stays as it was", async () => {
  let head = 100n;
  const sender: Address = "0x00000000000000000000000000000000000000aa";
  const client = {
    getBlockNumber: async () => head,
    getGasPrice: async () => 1n,
    multicall: async () => [
      { paused: false, rate: 1n, validUntil: 0n },
      { value: 1n, observedAt: 0n },
      0n,
      0n,
    ],
    getContractEvents: async ({ toBlock }: { toBlock: bigint }) => [
      {
        args: { sender, tora: toBlock, failed: false },
        transactionHash: hashOf(toBlock),
        blockNumber: toBlock,
      },
    ],
  } as unknown as L2Client;
  const reader = new GasReader(client, zeroAddress, zeroAddress);
  const found = await looks(
    () => reader.look(),
    8,
    () => head++,
  );
  expect(found.map(({ last }) => last.length)).toEqual([1, 2, 3, 4, 5, 6, 6, 6]);
  expect(found.at(-1)?.last[0]?.l2Block).toBe(107);
});

const hashOf = (number: bigint): Hex => keccak256(toHex(number));
