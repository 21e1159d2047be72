/** Tells Prometheus what the programs don't, and the sequencer's two programs in one answer. */
import { setTimeout as sleep } from "node:timers/promises";
import { Command, Option } from "commander";
import pino from "pino";
import type { Address } from "viem";
import { messageOf } from "../../lib/errors.ts";
import { serveMetrics } from "../common/metrics-server.ts";
import { alertLog } from "./alerts.ts";
import { ChainEvents, type ProtocolOptions } from "./chain-events.ts";
import { watchHost } from "./host.ts";
import { L1Reader } from "./l1.ts";
import { L2Reader } from "./l2.ts";
import { ExporterMetrics } from "./metrics.ts";
import { together } from "./programs.ts";
import { countRequests } from "./requests.ts";

interface Options extends Partial<ProtocolOptions> {
  batcher: Address;
  proposer: Address;
  l1RpcUrl: string;
  l1ChainId: string;
  l2RpcUrl: string;
  l2ChainId: string;
  l2BlockTime: string;
  rollupRpcUrl: string;
  multicall: Address;
  l2OutputOracle: Address;
  portal: Address;
  bridge: Address;
  replicaRpcUrl?: string;
  gethMetrics: string;
  nodeMetrics: string;
  interval: string;
  listen: string;
  port: string;
}

const options = new Command("exporter")
  // May hold a key: then it comes by the environment.
  .addOption(new Option("--l1-rpc-url <url>").env("L1_RPC_URL").makeOptionMandatory())
  .requiredOption("--l1-chain-id <id>")
  .requiredOption("--l2-rpc-url <url>", "the sequencer's op-geth")
  .requiredOption("--l2-chain-id <id>")
  .requiredOption("--l2-block-time <seconds>")
  .requiredOption("--rollup-rpc-url <url>", "the sequencer's op-node")
  .option("--replica-rpc-url <url>", "a replica's op-geth, whose blocks are compared")
  .requiredOption("--multicall <address>", "Multicall3 on L1")
  .requiredOption("--l2-output-oracle <address>")
  .requiredOption("--portal <address>", "the OptimismPortal")
  .requiredOption("--bridge <address>", "the L1StandardBridge")
  .option("--wtora <address>", "on L1; this and the following on stacks with the protocol")
  .option("--tora <address>", "on L2")
  .option("--paymaster <address>")
  .option("--entry-point <address>")
  .option("--subnet-registry <address>")
  .option("--emission-manager <address>")
  .requiredOption("--batcher <address>", "who sends the batches")
  .requiredOption("--proposer <address>", "who posts the outputs")
  .requiredOption("--geth-metrics <url>", "op-geth's own metrics")
  .requiredOption("--node-metrics <url>", "op-node's own metrics")
  .requiredOption("--interval <seconds>", "how often to check for new blocks; only new blocks are read")
  .requiredOption("--listen <address>")
  .requiredOption("--port <port>", "of /metrics and /health")
  .parse()
  .opts<Options>();

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });
const metrics = new ExporterMetrics();
watchHost(metrics.registry, process.cwd());
countRequests(metrics.registry);
const l1 = new L1Reader({ ...options, rpcUrl: options.l1RpcUrl, chainId: Number(options.l1ChainId) });
const l2 = new L2Reader({ ...options, rpcUrl: options.l2RpcUrl, chainId: Number(options.l2ChainId) });
const interval = Number(options.interval) * 1000;
const chain = new ChainEvents(l2.client, l1.client, Number(options.l2BlockTime), metrics.registry, options);
let origin: bigint | undefined;
let supply: bigint | undefined;
let lastLook = 0;

async function lookAtL2(): Promise<void> {
  // Beside an escrow that goes on, an old supply would look like insolvency. The origin is good for as long as L2 stands.
  const before = supply;
  supply = undefined;
  const state = await l2.read();
  if (!state) {
    supply = before;
    return;
  }
  origin = state.origin;
  supply = state.protocol?.supply;
  metrics.sawL2(state);
  await chain.readL2(state.heads);
}

async function lookAtL1(): Promise<void> {
  const state = await l1.read(origin);
  if (state) {
    metrics.sawL1(state, supply);
    await chain.readL1();
  }
  metrics.sawReorgs(l1.reorgs.deepest(Date.now() / 1000));
}

/** A look that fails is told of, and the other chain is looked at all the same. */
async function look(source: string, at: () => Promise<void>): Promise<void> {
  try {
    await at();
    metrics.looked(source, true);
  } catch (error) {
    metrics.looked(source, false);
    log.error(`${source}: ${messageOf(error)}`);
  }
}

/**
 * L2 before L1: TORA is in escrow before it is minted, and released long after it was burnt. So a supply that was read
 * first is never above the escrow of a solvent bridge.
 */
async function run(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await look("l2", lookAtL2);
    await look("l1", lookAtL1);
    lastLook = Date.now();
    await sleep(interval, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function main(): Promise<void> {
  const where = { host: options.listen, port: Number(options.port) };
  const sources = { geth: options.gethMetrics, node: options.nodeMetrics };
  // It is well when it looks, whatever it sees: what it watches may be down.
  const healthy = () => Date.now() - lastLook < 3 * interval + 60_000;
  const server = await serveMetrics(where, together(metrics, sources).registry, healthy, {
    "/alerts": alertLog(log),
  });
  log.info(`checks both chains every ${options.interval} s`);
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  await run(stop.signal);
  server.close();
  server.closeAllConnections();
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
