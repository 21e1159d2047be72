import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import pino from "pino";
import type { Address, Hex } from "viem";
import { z } from "zod";
import type { ChainEndpoint } from "../../chain/chains.ts";
import { l2Client } from "../../chain/clients.ts";
import { Heads } from "../../subnets/heads.ts";

/** Options of every process that acts in subnets for accounts of its own. */
export interface HostOptions {
  rpcUrl: string;
  chainId: string;
  subnetRegistry: Address;
  emissionManager: Address;
  tora: Address;
  listen: string;
  port: string;
}

/** A command line with {@link HostOptions}, to which a service adds its own. */
export const hostCommand = (name: string): Command =>
  new Command(name)
    .requiredOption("--rpc-url <url>", "L2's RPC")
    .requiredOption("--chain-id <id>")
    .requiredOption("--subnet-registry <address>")
    .requiredOption("--emission-manager <address>")
    .requiredOption("--tora <address>")
    .requiredOption("--listen <address>")
    .requiredOption("--port <port>", "of /metrics and /health");

/** Where accounts act: the chain, the protocol's contracts, and until when. */
export interface Surroundings {
  l2: ChainEndpoint;
  subnetRegistry: Address;
  emissions: Address;
  tora: Address;
  signal: AbortSignal;
}

/** What the accounts of one process share; it ends by the usual signals. */
export interface Host {
  around: Surroundings;
  heads: Heads;
  /** Where it serves its metrics. */
  where: { host: string; port: number };
}

export const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

export function startHost(options: HostOptions): Host {
  const stop = new AbortController();
  // Every request of every account listens to it.
  setMaxListeners(0, stop.signal);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const l2 = { rpcUrl: options.rpcUrl, chainId: Number(options.chainId) };
  return {
    around: {
      l2,
      subnetRegistry: options.subnetRegistry,
      emissions: options.emissionManager,
      tora: options.tora,
      signal: stop.signal,
    },
    heads: new Heads(l2Client(l2), stop.signal),
    where: { host: options.listen, port: Number(options.port) },
  };
}

const keysSchema = z.record(z.string(), z.string().regex(/^0x[0-9a-fA-F]{64}$/));

/**
 * Finds private keys by the name of their account.
 * @param variable of the environment, a JSON object; its name is told when a key is missing, its value never
 */
export function keysFrom(variable: string): (name: string) => Hex {
  const keys = keysSchema.parse(JSON.parse(process.env[variable] ?? "{}"));
  return (name) => {
    const key = keys[name];
    if (!key) throw new Error(`${variable} has no key for ${name}`);
    return key as Hex;
  };
}

/** Milliseconds after a failure until it is tried again, if no block comes before: a chain that stands says nothing. */
const AGAIN = 1000;

/**
 * Does something at every block until the end, and anew after a failure.
 * @param failed is told of every failure
 */
export async function atEachBlock(
  { heads, around: { signal } }: Host,
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  for (let head = await heads.after(-1n); head && !signal.aborted; ) {
    try {
      await work();
      head = await heads.after(head.number);
    } catch (error) {
      if (signal.aborted) return;
      failed(error);
      await sleep(AGAIN, undefined, { signal }).catch(() => undefined);
    }
  }
}
