import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { toFunctionSelector } from "viem";
import { beforeAll, expect, test, vi } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { contractArtifact, ensureContracts } from "./contracts.ts";
import { SETTINGS } from "./solidity.ts";

beforeAll(async () => {
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-contracts-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
  expect(() => contractArtifact("BatchInbox")).toThrow("not compiled");
  await ensureContracts();
  return () => {
    vi.unstubAllEnvs();
    fs.rmSync(cache, { recursive: true });
  };
});

test("compiles the rollup's contracts", () => {
  const inbox = contractArtifact("BatchInbox");
  expect(inbox.abi).toContainEqual(expect.objectContaining({ type: "event", name: "BatchPosted" }));
  expect(inbox.bytecode).toContain(inbox.deployedBytecode.slice(2));
  // Dispatch by selector shows in the runtime code.
  const selector = toFunctionSelector("withdraw(uint256)").slice(2);
  expect(contractArtifact("WrappedBNB").deployedBytecode).toContain(selector);
  expect(() => contractArtifact("Nothing")).toThrow("no contract Nothing");
});

test("forge tests the same code that the rollup gets", () => {
  const toml = fs.readFileSync(path.join(projectRoot(), "contracts", "foundry.toml"), "utf8");
  expect(toml).toContain(`evm_version = "${SETTINGS.evmVersion}"`);
  expect(Number(/optimizer_runs = (\S+)/.exec(toml)?.[1]?.replaceAll("_", ""))).toBe(SETTINGS.optimizer.runs);
  expect(toml).toContain(`bytecode_hash = "${SETTINGS.metadata.bytecodeHash}"`);
  expect(toml).toContain(`cbor_metadata = ${SETTINGS.metadata.appendCBOR}`);
});
