import fs from "node:fs";
import http from "node:http";
import { type Hex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadObject } from "../../config/index.ts";
import { l2Client } from "../../chain/clients.ts";
import { freePort } from "../../lib/free-port.ts";
import { projectRoot } from "../../lib/root.ts";
import { rpc } from "../../lib/rpc.ts";
import { until } from "../../lib/wait.ts";
import { controlOf } from "../../runtimes/handle.ts";
import type { Settings } from "../../programs/console/settings.ts";
import { NODES } from "../../spec/services.ts";
import { TestStack } from "../e2e/stack.ts";
import { axe, DESKTOP, launch, open, PHONE, type Watched } from "./browser.ts";
import { RunningAlertmanager } from "./alertmanager.ts";
import { RunningConsole, settingsFor } from "./console.ts";
import { pagesTests } from "./pages-tests.ts";
import { type Pushes, panelsTests } from "./panels-tests.ts";
import { withdraw } from "./withdrawal.ts";

/** One small subnet: its keywords need no model. */
const SUBNET = {
  name: "words",
  model: "keywords",
  phases: { commit: 5, reveal: 9, aggregate: 13, length: 14 },
  miners: [{ behaviour: "honest", count: 2 }, { behaviour: "noisy" }],
  validators: [{ behaviour: "honest", count: 3 }],
};
const stack = new TestStack("e2e-console");
let browser: Browser;
let settings: Settings;
let key: Hex;
let running: RunningConsole;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  browser = await launch();
  await stack.make({ subnets: [SUBNET], monitoring: { enabled: true } });
  const { exitCode, all } = await stack.run("up", "--yes");
  expect(exitCode, all).toBe(0);
  settings = await settingsFor(stack);
  key = (await loadObject({}, { root: projectRoot(), stack: stack.name })).keys.user;
  running = await RunningConsole.start(settings, key);
  watched = await open(browser, running.url);
  page = watched.page;
});

afterAll(async () => {
  await browser?.close();
  await running?.stop();
  await stack.remove();
});

const text = (selector: string) => page.locator(selector).innerText();
const number = async (selector: string) => Number((await text(selector)).replaceAll(",", ""));
/** Waits until a part of the page says something; the error tells what it said instead. */
const says = (selector: string, wanted: RegExp, deadline = 30) =>
  until(
    `${selector} to say ${wanted}`,
    async () => {
      const said = await text(selector);
      if (!wanted.test(said)) throw new Error(`it says: ${said}`);
      return true;
    },
    { deadline },
  );

test("all services are shown with their health, by their place", async () => {
  await page.locator("[data-service]").first().waitFor();
  const shown = await page
    .locator("[data-service]")
    .evaluateAll((all) =>
      all.map((one) => [one.getAttribute("data-service"), one.getAttribute("data-condition")]),
    );
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(settings.services.map(({ name }) => [name, "running"])),
  );
  expect(await text("#topology [role=status]")).toBe("all services are running");
});

test("the heads move by events alone, and soon after the block is there", async () => {
  const asked = watched.requests.length;
  const delays: number[] = [];
  for (let i = 0; i < 8; i++) {
    const before = await number("[data-head=unsafe]");
    const chain = await until(
      "a new block",
      async () => {
        const block = Number(await rpc<Hex>(settings.l2.rpcUrl, "eth_blockNumber"));
        return block > before ? block : undefined;
      },
      { deadline: 30, every: 20 },
    );
    const seen = performance.now();
    await until(`head ${chain} on the page`, async () => (await number("[data-head=unsafe]")) >= chain, {
      deadline: 10,
      every: 10,
    });
    delays.push(performance.now() - seen);
  }
  delays.sort((a, b) => a - b);
  console.log(`block to page, ms: ${delays.map(Math.round).join(" ")}`);
  expect(delays[4]).toBeLessThan(2000);
  expect(await number("[data-head=safe]")).toBeGreaterThan(0);
  expect(await page.locator("#heads canvas").count()).toBe(1);
  expect(watched.requests.slice(asked)).toEqual([]);
});

test("batches are decoded as `inspect batch` decodes them", async () => {
  await page.locator("#batches tbody tr").first().waitFor();
  const cells = await page.locator("#batches tbody tr").first().locator("td").allInnerTexts();
  const hash = (await page.locator("#batches tbody tr button").first().getAttribute("title")) ?? "";
  const { stdout } = await stack.run("inspect", "batch", cells.length > 0 ? hash : "", "--json");
  const { l1Block, channels } = JSON.parse(stdout) as {
    l1Block: number;
    channels: { ratio: number; blocks: { number: number }[] }[];
  };
  expect(cells[0]).toBe(String(l1Block));
  expect(cells[8]).toBe(`${channels[0]?.ratio.toFixed(2)}:1`);
  expect(cells[2]).toContain(String(channels[0]?.blocks[0]?.number));
  expect(Number(cells[9])).toBeGreaterThan(0);
});

test("outputs, gas in TORA and the subnet are what the chain says", async () => {
  await says("#outputs tbody tr:first-child td:first-child", /^\d+$/);
  expect(await text("#outputs")).toMatch(/Every 6 blocks; final after 6 s/);
  await says("#gas", /TORA for 1 BNB\s+20,000/);
  expect(await text("#gas")).toMatch(/operations\s+[1-9]/);
  const view = await stack.json<{ miners: { account: Hex }[]; validators: { account: Hex }[] }>(
    "subnet",
    "show",
    "words",
  );
  const accounts = await page
    .locator("#subnets tbody button")
    .evaluateAll((all) => all.map((one) => one.getAttribute("title")));
  for (const { account } of [...view.miners, ...view.validators]) expect(accounts).toContain(account);
  expect(await page.locator("#subnets .phases [aria-current=step]").count()).toBe(1);
  const phase = await text("#subnets .phases .now");
  await until("another phase", async () => (await text("#subnets .phases .now")) !== phase, { deadline: 30 });
});

panelsTests(() => ({ page, push: pushes() }));

/** What makes a panel change where the stack does not do it by itself. */
const pushes = (): Pushes => ({
  withdrawals: () => withdraw(settings, key),
  gas: () => stack.run("smoke", "smoke/user-operation"),
});

test("a withdrawal is counted down to its output, and through its challenge period", async () => {
  const made = await withdraw(settings, key);
  const row = page.locator("#withdrawals tr", { has: page.locator(`button[title="${made.hash}"]`) });
  const stage = (wanted: RegExp) =>
    until(`${wanted}`, async () => wanted.test(await row.innerText()), { deadline: 40, every: 50 });
  await stage(/waits for an output\s+(in \d+ s|output due)/);
  await stage(/to be proved/);
  await made.prove();
  await stage(/in challenge period\s+in [1-7] s/);
  await stage(/to be finalised/);
});

test("endpoints are copied, and a wallet is offered the network", async () => {
  await page.getByRole("button", { name: "copy L2 RPC" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(settings.l2.rpcUrl);
  await page.getByRole("button", { name: "Add network to wallet" }).click();
  await says("#endpoints", /no wallet/);
  // A wallet is the user's: what it is asked for is all there is to see here.
  await page.evaluate(() => {
    const asked: unknown[] = [];
    Object.assign(window, { asked, ethereum: { request: async (call: unknown) => void asked.push(call) } });
  });
  await page.getByRole("button", { name: "Add network to wallet" }).click();
  await says("#endpoints", /The wallet has the network/);
  const asked = await page.evaluate(() => (window as unknown as { asked: unknown[] }).asked);
  const { chainId, rpcUrl } = settings.l2;
  expect(asked).toMatchObject([
    {
      method: "wallet_addEthereumChain",
      params: [{ chainId: `0x${chainId.toString(16)}`, rpcUrls: [rpcUrl] }],
    },
  ]);
});

test("the faucet gives an address BNB on L2", async () => {
  const address = privateKeyToAddress(generatePrivateKey());
  await page.getByLabel("Address on L2").fill(address);
  await page.getByLabel("BNB", { exact: true }).fill("0.5");
  await page.getByRole("button", { name: "Give" }).click();
  await says("#faucet [role=status]", /has 0.5 BNB now/);
  expect(await l2Client(settings.l2).getBalance({ address })).toBe(parseEther("0.5"));
  await page.getByLabel("BNB", { exact: true }).fill("5000");
  await page.getByRole("button", { name: "Give" }).click();
  await says("#faucet [role=status]", /Not given: bnb: at most 10/);
});

test("a log is reached by the keyboard, and goes on", async () => {
  await page.locator("[data-service=batcher]").focus();
  await page.keyboard.press("Enter");
  const lines = async () => (await text("#logs pre")).split("\n").length;
  await until("lines", async () => (await lines()) > 1, { deadline: 20 });
  const before = await text("#logs pre");
  await until("more lines", async () => (await text("#logs pre")) !== before, { deadline: 30 });
  await page.getByRole("region", { name: "log of batcher" }).focus();
  expect(await page.locator(".log").evaluate((box) => box === document.activeElement)).toBe(true);
});

test.each([
  ["a desktop by day", DESKTOP, "light"],
  ["a desktop by night", DESKTOP, "dark"],
  ["a phone by day", PHONE, "light"],
  ["a phone by night", PHONE, "dark"],
] as const)("axe finds nothing on %s, and nothing is wider than the screen", async (_name, viewport, colorScheme) => {
  const { page: own, context } = await open(browser, running.url, { viewport, colorScheme });
  await own.locator("#batches tbody tr").first().waitFor();
  await own.locator("#subnets tbody tr").first().waitFor();
  await own.locator("[data-service=batcher]").click();
  await own.locator("#logs pre").waitFor();
  expect(await axe(own)).toEqual([]);
  expect(await own.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  await context.close();
});

test("every control is reached by Tab, and the first one leads past the bar", async () => {
  const { page: own, context } = await open(browser, running.url);
  await own.locator("#faucet button").waitFor();
  await own.keyboard.press("Tab");
  expect(await own.evaluate(() => document.activeElement?.textContent?.trim())).toBe("skip to the stack");
  await own.keyboard.press("Enter");
  const reached = new Set<string>();
  for (let i = 0; i < 150 && !reached.has("SELECT"); i++) {
    await own.keyboard.press("Tab");
    const at = await own.evaluate(() => {
      const { tagName = "", dataset = {}, textContent = "" } = (document.activeElement ?? {}) as HTMLElement;
      return [tagName, dataset.service ?? "", tagName === "BUTTON" ? textContent : ""];
    });
    for (const one of at) reached.add(one ?? "");
  }
  for (const wanted of [
    ...settings.services.map(({ name }) => name),
    "Add network to wallet",
    "Give",
    "SELECT",
  ])
    expect([...reached]).toContain(wanted);
  await context.close();
});

pagesTests(stack, () => browser);

test("a service that dies is seen, its panel says that it is old, the others go on, and all is well again", async () => {
  const { handle } = settings.services.find(({ name }) => name === NODES.sequencer.node) ?? {};
  if (!handle) throw new Error(`the stack has no ${NODES.sequencer.node}`);
  const condition = () =>
    page.locator(`[data-service=${NODES.sequencer.node}]`).getAttribute("data-condition");
  const error = page.locator("#heads [role=alert]");
  const control = await controlOf(handle);
  // Its end alone is over before anybody looks, and one that ends five times is given up: so it stays away.
  const away = async () => {
    await control.kill(handle);
    await control.stop(handle);
  };
  const down = async () => (await condition()) !== "running";
  const old = async () => (await error.count()) > 0 && /as of/.test(await error.innerText());
  const back = async () => {
    await control.start(handle);
    await until("op-node back", async () => !(await down()) && (await error.count()) === 0, { deadline: 60 });
  };
  await away();
  await until("op-node down in the topology", down, { deadline: 60 });
  await until("the heads to be old", old, { deadline: 60 });
  expect(await page.locator("#outputs [role=alert]").count()).toBe(0);
  await back();
  // And once more: the topology goes on, too.
  await away();
  await until("op-node down again", down, { deadline: 60 });
  await back();
});

test("alerts are shown as Alertmanager has them: none, one, and that it does not answer", async () => {
  const alertmanager = await RunningAlertmanager.start();
  const own = await RunningConsole.start({
    ...settings,
    port: await freePort(),
    alertmanagerUrl: alertmanager.url,
  });
  const { page: at, context } = await open(browser, own.url);
  const shows = (wanted: RegExp) =>
    until(`alerts to show ${wanted}`, async () => wanted.test(await at.locator("#alerts").innerText()), {
      deadline: 30,
    });
  await shows(/no alerts are firing/);
  await alertmanager.fire({ alertname: "BatchesNotLanding", severity: "critical", job: "batcher" });
  await shows(/BatchesNotLanding critical/);
  for (const alertname of ["OutputsNotLanding", "ReplicaBehind", "DiskFull"]) {
    await alertmanager.fire({ alertname, severity: "critical", job: "batcher" });
    await shows(new RegExp(`${alertname} critical`));
  }
  expect(await axe(at)).toEqual([]);
  await alertmanager.stop();
  await at.locator("#alerts [role=alert]").waitFor();
  await shows(/BatchesNotLanding/);
  expect(await at.locator("#heads [role=alert]").count()).toBe(0);
  // Without a key there is no faucet.
  expect(await at.locator("#faucet").count()).toBe(0);
  await context.close();
  await own.stop();
});

test("a stack without protocol, outputs or services has a page that says so", async () => {
  const bare: Settings = {
    ...settings,
    port: await freePort(),
    local: false,
    contracts: { l1: {}, l2: {} },
    services: [],
  };
  const own = await RunningConsole.start(bare, key);
  const { page: at, context } = await open(browser, own.url);
  await until(
    "the empty topology",
    async () => /runs no services/.test(await at.locator("#topology").innerText()),
    {
      deadline: 30,
    },
  );
  await at.locator("#batches tbody tr").first().waitFor();
  for (const panel of ["outputs", "withdrawals", "gas", "subnets", "alerts", "faucet"])
    expect(await at.locator(`#${panel}`).count(), panel).toBe(0);
  expect(await at.getByRole("button", { name: "Add network to wallet" }).count()).toBe(0);
  expect(await axe(at)).toEqual([]);
  await context.close();
  await own.stop();
});

test("when the console ends the page says so, and goes on by itself when it is back", async () => {
  await page.evaluate(() => Object.assign(window, { same: true }));
  await running.stop();
  await says("[data-link]", /connection lost/);
  const last = await number("[data-head=unsafe]");
  expect(last).toBeGreaterThan(0);
  expect(await axe(page)).toEqual([]);
  running = await RunningConsole.start(settings, key);
  await says("[data-link]", /^live$/);
  await until("the heads move", async () => (await number("[data-head=unsafe]")) > last, { deadline: 20 });
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
});

test("no request left the machine, and no script was refused or failed", () => {
  const hosts = new Set(watched.requests.map((url) => new URL(url).host));
  expect([...hosts]).toEqual([new URL(running.url).host]);
  expect(watched.problems).toEqual([]);
});

test("the key of the faucet is in no argument, and in nothing that is served", async () => {
  expect(fs.readFileSync(`/proc/${running.pid}/cmdline`, "utf8")).not.toContain(key.slice(2));
  const served = await (await fetch(`${running.url}/api/stack`)).text();
  expect(served).toContain(settings.l2.rpcUrl);
  expect(served).not.toContain(key.slice(2));
});

test("requests by another name, or from another page, are refused", async () => {
  const { hostname, port } = new URL(running.url);
  const status = (path: string, headers: Record<string, string>, method = "GET") =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = http.request({ hostname, port, path, method, headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
      asked.on("error", reject).end("{}");
    });
  expect(await status("/api/stack", {})).toBe(200);
  expect(await status("/api/stack", { host: "evil.example" })).toBe(403);
  const json = { "content-type": "application/json" };
  expect(await status("/api/faucet", { ...json, origin: "http://evil.example" }, "POST")).toBe(403);
  expect(await status("/api/faucet", { ...json, origin: running.url }, "POST")).toBe(400);
});
