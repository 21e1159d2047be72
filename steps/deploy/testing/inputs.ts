import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { keccak256, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { SettlementSpec } from "../../../spec/devnet.ts";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import { Journal } from "../../common/journal.ts";
import type { StepContext } from "../../common/step.ts";
import type { OriginInputs, OriginOutputs } from "../settlement/origin.ts";
import type { SettlementInputs } from "../settlement/settlement.ts";

/** A key that exists in tests only. */
export const testKey = (name: string) => keccak256(stringToBytes(`tensora test key ${name}`));
export const testAddress = (name: string) => privateKeyToAccount(testKey(name)).address;

export const OWNERS = ["owner one", "owner two", "owner three"] as const;
export const rules: SettlementSpec = {
  finalizationPeriod: 12,
  submissionInterval: 6,
  safeOwners: [testAddress(OWNERS[0]), testAddress(OWNERS[1]), testAddress(OWNERS[2])],
  safeThreshold: 2,
};

export const originInputs = (l1: ChainEndpoint, deployer: string): OriginInputs => ({
  l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
  deployer: testAddress(deployer),
  rules,
  depth: 0,
});

export const settlementInputs = (
  l1: ChainEndpoint,
  deployer: string,
  start: OriginOutputs,
): SettlementInputs => ({
  l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
  start,
  l2: { blockTime: 1, gasLimit: 30_000_000, baseFeeScalar: 1368, blobBaseFeeScalar: 810_949 },
  rules,
  accounts: {
    deployer: testAddress(deployer),
    batcher: testAddress("batcher"),
    proposer: testAddress("proposer"),
    sequencer: testAddress("sequencer"),
  },
  keys: { deployer: testKey(deployer) },
});

export interface TestContext extends StepContext {
  messages: string[];
}

/** A step's context with a journal of its own; the same `journal` folder is the same step's next attempt. */
export function testContext(journal: string, signal = new AbortController().signal): TestContext {
  const messages: string[] = [];
  const none = () => Promise.reject(new Error("no service belongs to this test"));
  const control = { kill: none, stop: none, start: none };
  return {
    log: (message) => messages.push(message),
    signal,
    journal: new Journal(journal),
    ...control,
    messages,
  };
}

export const journalFile = (name: string) =>
  path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-journal-")), `${name}.json`);
