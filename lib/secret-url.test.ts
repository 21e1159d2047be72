import { expect, test } from "vitest";
import { credentialsOf, requestOf, secretUrlOf, shownUrl, urlHider } from "./secret-url.ts";

const URL_ = "https://user:secret%20word@l1.example:8545/v3/0123456789abcdef?token=fedcba9876543210";

test("scheme and host are shown, whatever else a URL has", () => {
  expect(shownUrl(URL_)).toBe("https://l1.example:8545");
  expect(shownUrl("http://127.0.0.1:8545")).toBe("http://127.0.0.1:8545");
  expect(shownUrl("https://[::1]/key")).toBe("https://[::1]");
});

test("a password is sent in a header, as fetch wants it", () => {
  const { url, headers } = requestOf(URL_);
  expect(url).toBe("https://l1.example:8545/v3/0123456789abcdef?token=fedcba9876543210");
  expect(headers.authorization).toBe(`Basic ${Buffer.from("user:secret word").toString("base64")}`);
  expect(requestOf("http://127.0.0.1:8545/key")).toEqual({ url: "http://127.0.0.1:8545/key", headers: {} });
});

test.each([
  ["the URL itself", `L1 at ${URL_} is gone`],
  ["as Go prints it", `Post "${URL_.replace("secret%20word", "***")}": dial tcp: refused`],
  ["as viem prints it", `URL: ${URL_.replace("user:secret%20word@", "")}`],
  ["its path", "Cannot POST /v3/0123456789abcdef?token=fedcba9876543210"],
  ["its key", "invalid project id 0123456789abcdef"],
  ["a value of its query", "no such token: fedcba9876543210"],
  ["its password", 'bad password "secret word"'],
  ["its password as it is written", "bad password secret%20word"],
  ["its header", `Basic ${Buffer.from("user:secret word").toString("base64")}`],
])("of a text is hidden: %s", (_what, text) => {
  const hidden = urlHider([URL_])(text);
  expect(hidden).not.toMatch(/secret|0123456789abcdef|fedcba|dXNlcjpz/);
  expect(hidden).not.toBe(text);
  if (text.includes("l1.example")) expect(hidden).toContain("https://l1.example:8545");
  else expect(hidden).toContain("***");
});

test("words are left as they are, and a URL without more than its host, too", () => {
  const text = "http://127.0.0.1:8545/ and mainnet, v3, http://other.example/0123";
  expect(urlHider(["http://127.0.0.1:8545/v3/mainnet"])(text)).toBe(text);
  expect(credentialsOf("http://127.0.0.1:8545")).toEqual([]);
  expect(credentialsOf("http://127.0.0.1:8545/v3/mainnet")).toEqual(["/v3/mainnet"]);
});

test("a secret that is a URL is known, also in an environment, and no other one", () => {
  expect(secretUrlOf(`OP_NODE_L1_ETH_RPC=${URL_}`)).toBe(URL_);
  expect(secretUrlOf(URL_)).toBe(URL_);
  expect(secretUrlOf("http://127.0.0.1:8545")).toBeUndefined();
  expect(secretUrlOf(JSON.stringify({ l1: URL_ }))).toBeUndefined();
});
