import {
  ContractFunctionRevertedError,
  encodeErrorResult,
  HttpRequestError,
  parseAbi,
  TimeoutError,
} from "viem";
import { getBundlerError } from "viem/account-abstraction";
import { expect, test } from "vitest";
import { causeOf, isTimeout, oneLine, urlOf } from "./cause.ts";
import { TensoraError } from "./errors.ts";

/** What the bundler answers when its node takes too long: its own client's report, with the tracer's source in it. */
const LATE = new TimeoutError({
  url: "http://127.0.0.1:9545",
  body: { method: "debug_traceCall", params: ["function () { return 'AA33 reverted' }\n".repeat(100)] },
}).message;

/** The same as it comes out of the client that asked the bundler. */
const asked = () => {
  const url = "http://127.0.0.1:4337";
  const body = { method: "eth_sendUserOperation" };
  return new HttpRequestError({ url, body, status: 500, details: JSON.stringify({ message: LATE }) });
};

test("a bundler whose node is late is told as that, whatever the client guesses", () => {
  const error = getBundlerError(asked(), {} as never);
  expect(error.message).toMatch(/Paymaster|reverted/);
  expect(causeOf(error)).toBe("The request timed out.");
  expect(isTimeout(error)).toBe(true);
  expect(urlOf(error)).toBe("http://127.0.0.1:9545");
});

test("a refusal is told in the words of the program that refused", () => {
  const details = "FailedOpWithRevert AA33 reverted 0x5ae8122a";
  const error = new HttpRequestError({ url: "http://127.0.0.1:4337", details });
  expect(causeOf(error)).toBe(details);
  expect(isTimeout(error)).toBe(false);
  expect(urlOf(error)).toBe("http://127.0.0.1:4337");
});

test("a contract's own error comes by its name", () => {
  const abi = parseAbi(["error NoSuchRow(uint256 uid)"]);
  const data = encodeErrorResult({ abi, errorName: "NoSuchRow", args: [7n] });
  const revert = new ContractFunctionRevertedError({ abi, data, functionName: "aggregate" });
  expect(causeOf(new Error("outer", { cause: revert }))).toBe("NoSuchRow(7)");
});

test("the innermost of causes, also where nothing but a code is known", () => {
  const refused = Object.assign(new AggregateError([new Error("connect ECONNREFUSED 127.0.0.1:1")]), {});
  expect(causeOf(new TypeError("fetch failed", { cause: refused }))).toBe("connect ECONNREFUSED 127.0.0.1:1");
  expect(causeOf(Object.assign(new Error(""), { code: "EPIPE" }))).toBe("EPIPE");
  expect(causeOf("a text\nof two lines")).toBe("a text");
});

test("an error that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(causeOf(error)).toBe("round");
});

test("one line, and not without end", () => {
  expect(oneLine(`\n${"x".repeat(1000)}\ny`)).toHaveLength(301);
  expect(oneLine("{broken")).toBe("{broken");
});

test("an explanation has another program's error in one line", () => {
  const inner = new TensoraError("the bundler refused it", { cause: asked() });
  const lines = new TensoraError("smoke/bundles failed", { cause: inner, next: ["look"] })
    .explain()
    .split("\n");
  expect(lines).toEqual([
    "smoke/bundles failed",
    "  because: the bundler refused it",
    "  because: The request timed out.",
    "  next: look",
  ]);
});
