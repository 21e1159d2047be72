import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { expect, test } from "vitest";
import type { DevnetOutputs } from "../../components/outputs.ts";
import { syncStatus } from "../../chain/sync-status.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { ALL_SERVICES, type Service, SERVICES } from "../../spec/services.ts";
import type { TestStack } from "../e2e/stack.ts";
import { changingCalls, changingPaths } from "./attempts.ts";
import { FOREIGN } from "./browser.ts";
import {
  answersTo,
  done,
  foreignPage,
  type Listener,
  listenersOf,
  traces,
  tryAll,
  tryRebound,
  written,
} from "./pages.ts";

const isOpStack = ({ program }: Service) => /^op-(node|batcher|proposer)$/.test(program);

/** The ports of one name of some services, each with the path that it is asked for. */
function portsThat(of: (service: Service) => boolean, port: string, where: string): Record<string, string> {
  const some = ALL_SERVICES.filter((service) => of(service) && port in service.ports);
  return Object.fromEntries(some.map(({ name }) => [`${name}.${port}`, where]));
}

/**
 * Programs of others that answer under any name and have no option not to: they change nothing for whoever asks. Every other
 * listener refuses a name that is not its own. See docs/security.md.
 */
const ANY_NAME: Record<string, string> = {
  ...portsThat(({ program }) => program === "op-geth", "metrics", "/debug/metrics"),
  ...portsThat(isOpStack, "rpc", "/healthz"),
  ...portsThat(isOpStack, "metrics", "/metrics"),
  [`${SERVICES.bundler.name}.rpc`]: "/health",
  [`${SERVICES.prometheus.name}.web`]: "/-/ready",
  [`${SERVICES.alertmanager.name}.web`]: "/-/ready",
};

/** Where every other listener is asked: a path that it answers under its own name. */
const OWN_NAME: Record<string, string> = {
  ...portsThat(({ program }) => program === "op-geth", "http", "/"),
  ...portsThat(({ program }) => !program.startsWith("op-"), "metrics", "/metrics"),
  [`${SERVICES.console.name}.web`]: "/api/stack",
};

/** No answer under any name without a token, or but to a WebSocket: what they are asked by pages is all there is to see. */
const CLOSED = ["ws", "auth"].flatMap((port) => Object.keys(portsThat(() => true, port, "/")));

/** Web pages against every listener of a stack that runs. @param browserOf is asked when a test begins */
export function pagesTests(stack: TestStack, browserOf: () => Browser): void {
  test("every listener of the stack has a case here", async () => {
    const names = (await listenersOf(stack)).map(({ name }) => name);
    const isMiner = (name: string) =>
      name.startsWith(`${SERVICES.miners.name}.`) && !name.endsWith(".metrics");
    const cases = [...Object.keys(ANY_NAME), ...Object.keys(OWN_NAME), ...CLOSED];
    expect(names.filter((name) => !isMiner(name)).sort()).toEqual(cases.sort());
    expect(names.filter(isMiner).length).toBe(3);
  });

  test("a page of another origin changes nothing at any of them", async () => {
    const listeners = await listenersOf(stack);
    const browser = browserOf();
    const account = privateKeyToAddress(generatePrivateKey());
    const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), "pages-")), "written");
    const calls = [
      ...changingCalls(file),
      ...changingPaths(
        account,
        ["0", "1", "2"].map((i) => `validator-${i}/words`),
      ),
    ];
    const before = await standOf(stack);

    const local = await foreignPage(browser, "localhost");
    const remote = await foreignPage(browser, FOREIGN);
    // What a page has is really sent: its own server gets all of it.
    const [, port] = remote.at.split(":");
    await tryAll(remote.page, [{ name: "its own", port: Number(port) }], calls);
    expect(remote.got.filter((type) => type.startsWith("text/plain")).length).toBeGreaterThan(calls.length);
    expect(remote.got.some((type) => type.startsWith("application/x-www-form-urlencoded"))).toBe(true);
    expect(remote.got).toContain("websocket");

    const began = performance.now();
    const told = {
      remote: await tryAll(remote.page, listeners, calls),
      local: await tryAll(local.page, listeners, calls),
      rebound: await tryRebound(browser, listeners, calls),
    };
    console.log(`${listeners.length} listeners tried in ${Math.round(performance.now() - began)} ms`);
    await Promise.all([local.close(), remote.close()]);
    for (const [from, all] of Object.entries(told)) expect(done(all), from).toEqual([]);

    expect(written(file)).toEqual([]);
    await unchanged(stack, before, account);
  }, 300_000);

  test("a name of another server is answered by none that can refuse it", async () => {
    const wrong = (await listenersOf(stack)).map(async ({ name, port }: Listener) => {
      const where = ANY_NAME[name] ?? OWN_NAME[name] ?? (CLOSED.includes(name) ? "/" : "/health");
      const closed = CLOSED.includes(name);
      expect(await answersTo(port, `127.0.0.1:${port}`, where), `${name} under its own name`).toBe(!closed);
      return (await answersTo(port, `${FOREIGN}:${port}`, where)) ? [name] : [];
    });
    expect((await Promise.all(wrong)).flat().sort()).toEqual(Object.keys(ANY_NAME).sort());
  });

  test("whoever sends no origin traces, over HTTP and by WebSocket, on both chains", async () => {
    const table = Object.fromEntries((await listenersOf(stack)).map(({ name, port }) => [name, port]));
    for (const { name: chain } of ALL_SERVICES.filter(({ program }) => program === "op-geth")) {
      const at = (port: string) => `127.0.0.1:${table[`${chain}.${port}`]}`;
      const gas = await traces({ http: `http://${at("http")}`, ws: `ws://${at("ws")}` });
      expect(gas.length, chain).toBe(2);
      expect(gas[0], chain).toBeGreaterThan(20_000);
      expect(gas[1], chain).toBe(gas[0]);
    }
  });
}

/** What pages must leave as it is. */
interface Stand {
  outputs: DevnetOutputs;
  /** Block 1 or later of each chain, and the heads. */
  heads: { url: string; hash: Hex; number: bigint }[];
  safe: number;
}

async function standOf(stack: TestStack): Promise<Stand> {
  const outputs = await stack.json<DevnetOutputs>("outputs");
  const heads = [outputs.l1.rpcUrl, outputs.l2.rpcUrl].map(async (url) => {
    const { hash, number } = await rpc<{ hash: Hex; number: Hex }>(url, "eth_getBlockByNumber", [
      "latest",
      false,
    ]);
    return { url, hash, number: BigInt(number) };
  });
  const { safe_l2 } = await syncStatus(outputs.l2.rollupRpcUrl);
  return { outputs, heads: await Promise.all(heads), safe: safe_l2.number };
}

async function unchanged(stack: TestStack, before: Stand, account: string): Promise<void> {
  const { outputs, heads, safe } = before;
  for (const { url, hash, number } of heads) {
    const block = await rpc<{ hash: Hex } | null>(url, "eth_getBlockByNumber", [
      `0x${number.toString(16)}`,
      false,
    ]);
    expect(block?.hash, url).toBe(hash);
    const later = async () => BigInt(await rpc<Hex>(url, "eth_blockNumber")) > number + 2n;
    await until(`${url} to go on`, later, { deadline: 60 });
  }
  const { unsafe_l2 } = await syncStatus(outputs.l2.rollupRpcUrl);
  const reached = Math.max(safe, unsafe_l2.number);
  const batches = async () => (await syncStatus(outputs.l2.rollupRpcUrl)).safe_l2.number > reached;
  await until(`L2 block ${reached} to be safe`, batches, { deadline: 90, every: 250 });
  expect(BigInt(await rpc<Hex>(outputs.l2.rpcUrl, "eth_getBalance", [account, "latest"]))).toBe(0n);
  const manager = outputs.services.find(({ name }) => name === SERVICES.alertmanager.name)?.pageUrl ?? "";
  expect(await (await fetch(new URL("/api/v2/silences", manager))).json()).toEqual([]);
  for (const [service, forbidden] of [
    [SERVICES.priceFeeder.name, "pauses"],
    [SERVICES.validators.name, "withholds"],
    [SERVICES.exporter.name, "FORGED"],
  ] as const)
    expect(await fs.readFile(path.join(stack.dir, "logs", `${service}.log`), "utf8")).not.toContain(
      forbidden,
    );
}
