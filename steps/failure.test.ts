import { once } from "node:events";
import net from "node:net";
import { HttpRequestError, TimeoutError } from "viem";
import { expect, test } from "vitest";
import { DeadlineError, TensoraError } from "../lib/errors.ts";
import { rpc } from "../lib/rpc.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import { stepFailure } from "./failure.ts";
import { serviceAt } from "./service-at.ts";

const { geth, node } = NODES.sequencer;
const inputs = {
  l1: { rpcUrl: "http://127.0.0.1:8545" },
  l2: { rpcUrl: "http://127.0.0.1:9545", rollupRpcUrl: "http://127.0.0.1:9547" },
  bundler: { rpcUrl: "http://127.0.0.1:4337" },
};

test("a time-out is told as a time-out, with the name of the service that was late", () => {
  const late = new TimeoutError({ url: "http://127.0.0.1:9545", body: { method: "debug_traceCall" } });
  const details = JSON.stringify({ message: late.message });
  const error = new HttpRequestError({ url: "http://127.0.0.1:4337/", status: 500, details });
  expect(stepFailure("smoke/bundles", error, inputs).explain().split("\n")).toEqual([
    `smoke/bundles failed: ${geth} did not answer in time`,
    "  where: http://127.0.0.1:9545",
    "  because: The request timed out.",
    `  next: check ${geth}: \`./tensora status\`, \`./tensora logs ${geth}\``,
    "  next: see the full error: `./tensora logs smoke/bundles`",
  ]);
});

test("what has no time-out in it is not told as one", () => {
  const error = new HttpRequestError({ url: "http://127.0.0.1:4337/", details: "AA33 reverted" });
  const failure = stepFailure("smoke/bundles", error, inputs);
  expect(failure.message).toBe("smoke/bundles failed");
  expect(failure.explain()).toContain("because: AA33 reverted\n");
});

test("what a step says itself stays as it is", () => {
  const own = new TensoraError("nothing was bundled", { next: ["look"] });
  expect(stepFailure("smoke/bundles", own, inputs)).toBe(own);
});

test("a call of this project's own that came too late names the service, too", async () => {
  const silent = net.createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const rpcUrl = `http://127.0.0.1:${(silent.address() as net.AddressInfo).port}`;
  const error = await rpc(rpcUrl, "eth_chainId", [], 50).catch((reason: unknown) => reason);
  silent.close();
  const failure = stepFailure("drill/x", error, { ...inputs, bundler: { rpcUrl } });
  expect(failure.message).toBe(
    `${SERVICES.bundler.name} did not answer in time: eth_chainId: no answer in 0.05 s`,
  );
});

test("a wait whose last look came too late names the service, too", () => {
  const cause = new TimeoutError({ url: "http://127.0.0.1:9545", body: {} });
  const failure = stepFailure(
    "smoke/x",
    new DeadlineError("waited 60 s in vain for a block", { cause }),
    inputs,
  );
  expect(failure.message).toBe(`${geth} did not answer in time: waited 60 s in vain for a block`);
  const other = new DeadlineError("waited 60 s in vain for a block", { cause: new Error("none") });
  expect(stepFailure("smoke/x", other, inputs).message).toBe("waited 60 s in vain for a block");
});

test("a URL belongs to the service whose origin it has, inside containers to the one that it names", () => {
  expect(serviceAt(inputs, "http://127.0.0.1:9547/x?y")).toBe(node);
  expect(serviceAt(inputs, `http://${geth}:8545/`)).toBe(geth);
  expect(serviceAt(inputs, "http://127.0.0.1:1/")).toBeUndefined();
  expect(serviceAt(undefined, "no URL")).toBeUndefined();
});
