import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { type Address, parseEther } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { preinstalls } from "../../genesis/preinstalls.ts";
import { optimismPortalAbi } from "../../chain/abi/OptimismPortal.ts";
import { CANONICAL_MULTICALL3, l1Chain } from "../../chain/chains.ts";
import { l1Client, wallet } from "../../chain/clients.ts";
import { until } from "../../lib/wait.ts";
import { origin as originStep } from "../../steps/deploy/settlement/origin.ts";
import { protocolL1, protocolL2 } from "../../steps/deploy/protocol/protocol.ts";
import { protocolStart } from "../../steps/deploy/protocol/start.ts";
import { settlement } from "../../steps/deploy/settlement/settlement.ts";
import { freePort } from "../../lib/free-port.ts";
import { type DevL1, startDevL1 } from "../../steps/deploy/testing/dev-l1.ts";
import {
  journalFile,
  originInputs,
  settlementInputs,
  testAddress,
  testContext,
  testKey,
} from "../../steps/deploy/testing/inputs.ts";
import { testParameters } from "../../steps/deploy/testing/parameters.ts";
import { ensureProtocol } from "../../toolchain/index.ts";

const GETH = "# TYPE txpool_pending gauge\ntxpool_pending 0\n";

let l1: DevL1;
let l2: DevL1;
const servers: http.Server[] = [];

beforeAll(async () => {
  const { MultiCall3, DeterministicDeploymentProxy } = preinstalls(714);
  const funded = ["exporter deployer", "exporter protocol", "batcher", "proposer", "user"].map(testAddress);
  [l1, l2] = await Promise.all([
    startDevL1(funded, 100_000_000, [MultiCall3]),
    startDevL1(funded, 60_000_000, [MultiCall3, DeterministicDeploymentProxy]),
    ensureProtocol(),
  ]);
});
afterAll(async () => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await Promise.all([l1?.stop(), l2?.stop()]);
});

/**
 * Stands in op-node's place, which a dev chain has none of: its heads are the second chain's, its origin is fixed. It is
 * op-geth's metrics endpoint as well, op-node's does not answer.
 */
async function standIn(origin: bigint): Promise<number> {
  const client = l1Client(l2);
  const status = http.createServer(async ({ method }, response) => {
    if (method === "GET") return response.end(GETH);
    const { number, timestamp } = await client.getBlock();
    const ref = { number: Number(number), timestamp: Number(timestamp) };
    const unsafe_l2 = { ...ref, l1origin: { number: Number(origin) } };
    response.end(JSON.stringify({ result: { unsafe_l2, safe_l2: ref, finalized_l2: ref } }));
  });
  await new Promise<void>((done) => status.listen(0, "127.0.0.1", done));
  servers.push(status);
  return (status.address() as AddressInfo).port;
}

/** Passes requests on to one chain or another. @returns its URL */
async function forwarding(target: () => string): Promise<string> {
  const server = http.createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(target(), { method: "POST", headers, body: Buffer.concat(parts).toString() });
    response.setHeader("content-type", "application/json");
    response.end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function deploy() {
  const start = await originStep.run(originInputs(l1, "exporter deployer"), testContext(journalFile("o")));
  const inputs = settlementInputs(l1, "exporter deployer", start);
  const { addresses } = await settlement.run(inputs, testContext(journalFile("settlement")));
  const roles = ["safe", "guardian", "operator", "treasury", "holder"];
  const accounts = Object.fromEntries(roles.map((role) => [role, testAddress(role)]));
  const open = {
    l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
    l2: { rpcUrl: l2.rpcUrl, chainId: l2.chainId },
    multicall3: CANONICAL_MULTICALL3,
    rules: testParameters,
    accounts: { deployer: testAddress("exporter protocol"), ...accounts } as Parameters<
      typeof protocolStart.run
    >[0]["accounts"],
  };
  const begun = await protocolStart.run(open, testContext(journalFile("start")));
  const protocol = { ...open, start: begun, keys: { deployer: testKey("exporter protocol") } };
  const [onL1, onL2] = await Promise.all([
    protocolL1.run(protocol, testContext(journalFile("l1"))),
    protocolL2.run(protocol, testContext(journalFile("l2"))),
  ]);
  return { settlement: addresses, onL1: onL1.addresses, onL2: onL2.addresses };
}

it("tells what both chains say, counts deposits that do not arrive, and says who does not answer", async () => {
  const contracts = await deploy();
  const client = l1Client(l1);
  const port = await freePort();
  const node = await standIn(await client.getBlockNumber());
  // Answers as the sequencer's own chain does, then as another chain.
  let replicated = l2.rpcUrl;
  const replica = await forwarding(() => replicated);
  const named = (name: string, address: Address | undefined) => `--${name}=${address}`;
  const args = [
    `--l1-rpc-url=${l1.rpcUrl}`,
    `--l1-chain-id=${l1.chainId}`,
    `--l2-rpc-url=${l2.rpcUrl}`,
    `--l2-chain-id=${l2.chainId}`,
    "--l2-block-time=1",
    `--rollup-rpc-url=http://127.0.0.1:${node}`,
    named("multicall", preinstalls(714).MultiCall3.address),
    named("l2-output-oracle", contracts.settlement.L2OutputOracle),
    named("portal", contracts.settlement.OptimismPortal),
    named("bridge", contracts.settlement.L1StandardBridge),
    named("wtora", contracts.onL1.WTORA),
    named("tora", contracts.onL2.ToraToken),
    named("paymaster", contracts.onL2.ToraPaymaster),
    named("entry-point", contracts.onL2.EntryPoint),
    named("subnet-registry", contracts.onL2.SubnetRegistry),
    named("emission-manager", contracts.onL2.EmissionManager),
    named("batcher", testAddress("batcher")),
    named("proposer", testAddress("proposer")),
    `--replica-rpc-url=${replica}`,
    `--geth-metrics=http://127.0.0.1:${node}/`,
    `--node-metrics=http://127.0.0.1:${await freePort()}/metrics`,
    "--interval=0.5",
    "--listen=127.0.0.1",
    `--port=${port}`,
  ];
  const main = path.join(import.meta.dirname, "main.ts");
  const exporter = execa(process.execPath, ["--import", "tsx", main, ...args], { all: true, reject: false });
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const figure = async (series: string) => {
    const line = (await scrape()).split("\n").find((l) => l.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.split(" ")[1]);
  };
  const shows = (series: string, expected: (value: number) => boolean) =>
    until(
      series,
      async () => {
        const value = await figure(series);
        return value !== undefined && expected(value);
      },
      { deadline: 60, every: 200 },
    );
  try {
    await shows("tensora_bridge_pending_deposits", (n) => n === 0);
    const before = await figure('tensora_l2_head_number{head="unsafe"}');
    await shows('tensora_l2_head_number{head="unsafe"}', (n) => n > (before ?? 0));
    await shows("tensora_l1_head_age_seconds", (age) => age < 5);
    expect(await figure("tensora_batcher_balance_bnb")).toBe(1000);
    await shows("tensora_bridge_margin_tora", (margin) => margin === 0);
    expect(await figure("tensora_output_age_seconds")).toBeGreaterThan(0);
    expect(await figure("tensora_l1_base_fee_wei")).toBeGreaterThan(0);
    expect(await figure("tensora_paymaster_price_age_seconds")).toBeGreaterThan(0);
    expect(await figure('tensora_paymaster_operations_total{outcome="done"}')).toBe(0);
    expect(await figure('tensora_l2_fees_bnb{vault="l1"}')).toBe(0);
    expect(await figure("tensora_bridge_pending_withdrawals")).toBe(0);
    expect(await figure("tensora_host_disk_available_bytes")).toBeGreaterThan(0);
    expect(await figure("tensora_exporter_requests_total")).toBeGreaterThan(5);
    expect(await figure('tensora_exporter_source_up{source="l1"}')).toBe(1);
    expect(await figure("txpool_pending")).toBe(0);
    // Two scrapes: whether a program answers is known after the first.
    expect(await figure('tensora_exporter_source_up{source="geth"}')).toBe(1);
    expect(await figure('tensora_exporter_source_up{source="node"}')).toBe(0);

    await shows("tensora_replica_diverged", (diverged) => diverged === 0);
    replicated = l1.rpcUrl;
    await shows("tensora_replica_diverged", (diverged) => diverged === 1);
    replicated = l2.rpcUrl;
    await shows("tensora_replica_diverged", (diverged) => diverged === 0);

    const user = wallet(testKey("user"), l1Chain(l1));
    const hash = await user.writeContract({
      address: contracts.settlement.OptimismPortal,
      abi: optimismPortalAbi,
      functionName: "depositTransaction",
      args: [testAddress("user"), parseEther("1"), 100_000n, false, "0x"],
      value: parseEther("1"),
    });
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe("success");
    await shows("tensora_bridge_pending_deposits", (n) => n === 1);
    await shows("tensora_bridge_oldest_deposit_age_seconds", (age) => age >= 2);
    const batch = await wallet(testKey("batcher"), l1Chain(l1)).sendTransaction({
      to: testAddress("user"),
      value: 1n,
    });
    await client.waitForTransactionReceipt({ hash: batch });
    await shows("tensora_batcher_nonce", (n) => n === 1);
  } finally {
    exporter.kill("SIGTERM");
  }
  const { exitCode, all } = await exporter;
  expect(exitCode, all).toBe(0);
});
