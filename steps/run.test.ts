import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { OriginOutputs } from "./deploy/settlement/origin.ts";
import { type DevL1, startDevL1 } from "./deploy/testing/dev-l1.ts";
import { originInputs, rules, settlementInputs, testAddress } from "./deploy/testing/inputs.ts";
import { stepLog } from "./results.ts";
import { type RunOptions, readSmokeResults, runStep } from "./run.ts";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-run-"));
});
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  dir,
  log: () => undefined,
  signal: new AbortController().signal,
  ...more,
});

const DEPLOYER = "runner";
const NOWHERE = { rpcUrl: "http://127.0.0.1:21299", chainId: 714 };

describe("running a step", () => {
  it("answers with its result, and finds its journal again", async () => {
    const l1: DevL1 = await startDevL1([testAddress(DEPLOYER)]);
    try {
      const first = await runStep("deploy/origin", originInputs(l1, DEPLOYER), options());
      expect(first.result).toMatchObject({ nonce: 0 });
      expect(first.ms).toBeGreaterThan(0);
      expect(fs.statSync(path.join(dir, "steps", "deploy-origin.json")).mode & 0o777).toBe(0o600);
      const messages: string[] = [];
      const again = await runStep(
        "deploy/origin",
        originInputs(l1, DEPLOYER),
        options({ log: (m) => messages.push(m) }),
      );
      expect(again.result).toEqual(first.result);
      expect(messages.at(-1)).toMatch(/unchanged$/);
      expect(await readSmokeResults(dir)).toEqual([]);
    } finally {
      await l1.stop();
    }
  });

  it("keeps the failure of a smoke step, explained and without secrets", async () => {
    const start = {
      origin: { hash: "0x01", number: 1, timestamp: 1 },
      nonce: 0,
      settlement: predicted(),
    } as OriginOutputs;
    const { keys: _, ...inputs } = settlementInputs(NOWHERE, DEPLOYER, start);
    const mask = (text: string) => text.replaceAll("21299", "***");
    const failure = await runStep("smoke/settlement", inputs, options({ mask })).catch((error) => error);
    expect(failure.explain()).toContain(NOWHERE.rpcUrl);
    const [record] = await readSmokeResults(dir);
    expect(record).toMatchObject({ name: "smoke/settlement", kind: "gate", status: "failed" });
    expect(record?.detail).toContain("http://127.0.0.1:***");
    expect(record?.detail).toContain("because: connect ECONNREFUSED 127.0.0.1:***\n");
    expect(record?.detail).toMatch(/next: check l1: `.\/tensora status --stack tensora-run-/);
    expect(record?.detail).toMatch(
      /next: see the full error: `.\/tensora logs smoke\/settlement --stack tensora-run-/,
    );
    const log = stepLog(dir, "smoke/settlement");
    expect(fs.readFileSync(log, "utf8")).toContain("http://127.0.0.1:***");
    expect(fs.statSync(log).mode & 0o777).toBe(0o600);
    expect(Date.parse(record?.finishedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
  });

  it("refuses a drill where the stack is not local, unless it is asked for", async () => {
    const inputs = { local: false, l1: NOWHERE, rules, keys: {}, settlement: {} };
    await expect(runStep("drill/pause", inputs, options())).rejects.toThrow("except on local stacks");
    expect(fs.readdirSync(dir)).toEqual([]);
    const asked = await runStep("drill/pause", inputs, options({ allowDrill: true })).catch((error) => error);
    expect(asked.message).not.toContain("on local stacks");
    const [record] = await readSmokeResults(dir);
    expect(record).toMatchObject({ name: "drill/pause", kind: "drill", status: "failed" });
    expect(fs.existsSync(path.join(dir, "steps", "drill.lock"))).toBe(false);
  });

  it("refuses a step that there is not", async () => {
    await expect(runStep("smoke/nothing", {}, options())).rejects.toThrow("there is no step smoke/nothing");
  });
});

/** Addresses without a chain that has them. */
const predicted = () =>
  Object.fromEntries(
    [
      ...["ProxyAdmin", "SuperchainConfig", "SystemConfig", "OptimismPortal", "L2OutputOracle", "BatchInbox"],
      ...["L1CrossDomainMessenger", "L1StandardBridge", "L1ERC721Bridge", "OptimismMintableERC20Factory"],
      ...["Safe", "Multicall3"],
    ].map((name) => [name, testAddress(name)]),
  ) as unknown as OriginOutputs["settlement"];
