import fs from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { abiFiles, exportName, REGENERATE } from "./abi.ts";
import { ensureProtocol } from "./contracts.ts";

/** Where they are committed. */
const FOLDER = path.join(projectRoot(), "chain", "abi");

beforeAll(() => ensureProtocol());

it(`the ABIs are what the compiler says, or: ${REGENERATE}`, async () => {
  const files = abiFiles();
  expect(Object.keys(files).length).toBeGreaterThan(20);
  for (const [name, content] of Object.entries(files)) {
    await expect(content).toMatchFileSnapshot(path.join(FOLDER, name));
  }
  const there = fs.readdirSync(FOLDER);
  const surplus = there.filter((file) => !(file in files));
  expect(surplus, "files of contracts that are no more").toEqual([]);
});

it.each([
  ["ToraToken", "toraTokenAbi"],
  ["WTORA", "wtoraAbi"],
  ["L1Block", "l1BlockAbi"],
  ["L2OutputOracle", "l2OutputOracleAbi"],
  ["WrappedBNB", "wrappedBNBAbi"],
])("%s is exported as %s", (contract, name) => expect(exportName(contract)).toBe(name));
