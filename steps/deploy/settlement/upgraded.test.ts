import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Address, pad } from "viem";
import { afterEach, expect, test } from "vitest";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import { PROXIED, type ProxiedName } from "./artifacts.ts";
import { IMPLEMENTATION_SLOT, upgraded } from "./upgraded.ts";

let server: Server | undefined;
afterEach(() => server?.close());

const proxy = (index: number): Address => pad(`0x${(index + 1).toString(16)}`, { size: 20 });
const implementation = (index: number): Address => pad(`0xAb${index}0`, { size: 20 });
const table = <T>(of: (index: number) => T) =>
  Object.fromEntries(PROXIED.map((name, index) => [name, of(index)])) as Record<ProxiedName, T>;
const addresses = table(proxy) as unknown as SettlementAddresses;

/** Milliseconds; enough on the slowest machine. */
const PATIENCE = 60_000;

/** A chain whose proxies have the implementations of the deployment, or those that were put in their place. */
async function chain(changes: Partial<Record<ProxiedName, Address>> = {}): Promise<string> {
  const slots = { ...table(implementation), ...changes };
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const [address, slot] = JSON.parse(body).params;
    const name = PROXIED[Number(address) - 1] as ProxiedName;
    const result = slot === IMPLEMENTATION_SLOT ? pad(slots[name].toLowerCase() as Address) : pad("0x");
    response.end(JSON.stringify({ result }));
  });
  await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the slot is the one of EIP-1967", () => {
  expect(IMPLEMENTATION_SLOT).toBe("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
});

test("contracts as they were deployed are as they should be", async () => {
  expect(await upgraded(await chain(), addresses, table(implementation), PATIENCE)).toBeUndefined();
});

test("a contract that was upgraded by hand is named", async () => {
  const other = pad("0xdead", { size: 20 });
  const url = await chain({ OptimismPortal: other, SystemConfig: other });
  expect(await upgraded(url, addresses, table(implementation), PATIENCE)).toBe(
    `SystemConfig was upgraded to ${other}, OptimismPortal was upgraded to ${other}`,
  );
});

test("a chain that does not answer says nothing", async () => {
  expect(await upgraded("http://127.0.0.1:1", addresses, table(implementation))).toBeUndefined();
});
