import { isAddress } from "viem";
import { z } from "zod";
import { isObject } from "../../lib/values.ts";
import type { ServiceHandle } from "../../spec/handle.ts";

const address = z.custom<`0x${string}`>(
  (value) => typeof value === "string" && isAddress(value),
  "not a valid address",
);
const url = z.url();
/** Addresses by contract, as the outputs of a stack have them. */
const addresses = z.record(z.string(), address);

/**
 * What the console is told when it starts, by the environment variable CONSOLE_SETTINGS, as JSON. It is mostly what the
 * outputs of the stack are. URLs are those of the machine that the console runs on.
 */
export const settingsSchema = z.strictObject({
  stack: z.string().min(1),
  /** The stack is a throw-away one: its faucet and its networks may be offered. */
  local: z.boolean(),
  l1: z.strictObject({ rpcUrl: url, chainId: z.int().positive(), blockTime: z.number().positive() }),
  l2: z.strictObject({
    rpcUrl: url,
    wsUrl: url,
    rollupRpcUrl: url,
    chainId: z.int().positive(),
    blockTime: z.number().positive(),
  }),
  /** A stack without the protocol has no more than the settlement's on L1. */
  contracts: z.strictObject({ l1: addresses, l2: addresses }),
  services: z.array(
    z.strictObject({
      name: z.string().min(1),
      role: z.string().min(1),
      program: z.string().min(1),
      /** Where its condition and its log are read; checked by the runtime that it names. */
      handle: z.custom<ServiceHandle>((value) => isObject(value) && "runtime" in value),
      rpcUrl: url.optional(),
      metricsUrl: url.optional(),
    }),
  ),
  alertmanagerUrl: url.optional(),
  /** Folder of the built page, as `ensureConsole` of the toolchain returns it. */
  page: z.string().min(1),
  listen: z.string().default("127.0.0.1"),
  /** 0 takes a free port, which is in the log. */
  port: z.int().min(0).max(65_535),
});

export type Settings = z.infer<typeof settingsSchema>;
