import { expect, test } from "vitest";
import { BadRequest, Faucet } from "./faucet.ts";
import { infoOf } from "./info.ts";
import { Lines } from "./logs.ts";
import { type Settings, settingsSchema } from "./settings.ts";

const settings: Settings = settingsSchema.parse({
  stack: "far",
  local: false,
  l1: { rpcUrl: "https://l1.example/v1/a-secret-key", chainId: 97, blockTime: 0.75 },
  l2: {
    rpcUrl: "http://127.0.0.1:1",
    wsUrl: "ws://127.0.0.1:2",
    rollupRpcUrl: "http://127.0.0.1:3",
    chainId: 1714,
    blockTime: 1,
  },
  contracts: { l1: {}, l2: {} },
  services: [
    {
      name: "batcher",
      role: "batcher",
      program: "op-batcher",
      handle: { runtime: "process", dir: "/x", name: "batcher" },
    },
  ],
  page: "/page",
  port: 0,
});

test("settings listen on loopback unless they say otherwise, and nothing unknown is taken", () => {
  expect(settings.listen).toBe("127.0.0.1");
  expect(settingsSchema.safeParse({ ...settings, faucetKey: "0x1" }).success).toBe(false);
  expect(
    settingsSchema.safeParse({ ...settings, contracts: { l1: { Portal: "0x12" }, l2: {} } }).success,
  ).toBe(false);
});

test("the page of a stack that is not local has no key of an L1, no network and no place on this disk", () => {
  const info = infoOf(settings, ["heads"], false);
  expect(info.endpoints).toContainEqual({ name: "L1 RPC", url: "https://l1.example", detail: "chain 97" });
  expect(JSON.stringify(info)).not.toMatch(/secret|\/x"/);
  expect(info.network).toBeUndefined();
  expect(infoOf({ ...settings, local: true }, [], true).network).toEqual({
    name: "Tensora far",
    rpcUrl: "http://127.0.0.1:1",
    chainId: 1714,
    currency: "BNB",
  });
});

test("a log that comes in pieces is cut into its lines", () => {
  const lines = new Lines();
  expect(lines.take("one\ntw")).toEqual(["one"]);
  expect(lines.take("o")).toEqual([]);
  expect(lines.take("\n\nthree\n")).toEqual(["two", "", "three"]);
});

test.each([
  ["no JSON", "{"],
  ["no address", JSON.stringify({ address: "0x12", bnb: "1", tora: "0" })],
  ["too much", JSON.stringify({ address: `0x${"1".repeat(40)}`, bnb: "1000", tora: "0" })],
  ["nothing", JSON.stringify({ address: `0x${"1".repeat(40)}`, bnb: "0", tora: "0" })],
  ["no number", JSON.stringify({ address: `0x${"1".repeat(40)}`, bnb: "1e3", tora: "0" })],
  ["a word too many", JSON.stringify({ address: `0x${"1".repeat(40)}`, bnb: "1", tora: "0", key: "0x" })],
])("the faucet refuses %s before it asks the chain", async (_what, body) => {
  const faucet = new Faucet(settings.l2, `0x${"1".repeat(64)}`, undefined);
  expect(() => faucet.give(body)).toThrow(BadRequest);
});
